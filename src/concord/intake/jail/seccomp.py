"""System calls that the reading process has no use for are refused by the kernel (seccomp, x86-64 and arm64)."""

from __future__ import annotations

import ctypes
import os
import platform
import struct

from concord.intake.jail.libc import PR_SET_SECCOMP, library, no_new_privileges

MODE_FILTER = 2
ALLOW, REFUSE, ABSENT = 0x7FFF_0000, 0x0005_0001, 0x0005_0026  # refuse: EPERM; absent: ENOSYS
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
CLONE_THREAD = 0x0001_0000
FOREIGN_CALLS = 0x4000_0000  # the 32-bit form on a 64-bit machine

_BOTH = {
    "openat2": 437, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "pidfd_send_signal": 424,
    "pidfd_open": 434, "pidfd_getfd": 438, "open_tree": 428, "move_mount": 429, "fsopen": 430, "mount_setattr": 442,
}  # fmt: skip
_X86 = _BOTH | {
    "open": 2, "openat": 257, "creat": 85, "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46,
    "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288, "sendmmsg": 307, "fork": 57, "vfork": 58, "execve": 59,
    "execveat": 322, "kill": 62, "tkill": 200, "ptrace": 101, "rename": 82, "renameat": 264, "renameat2": 316,
    "mkdir": 83, "mkdirat": 258, "rmdir": 84, "link": 86, "linkat": 265, "unlink": 87, "unlinkat": 263, "symlink": 88,
    "symlinkat": 266, "readlink": 89, "readlinkat": 267, "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92,
    "fchown": 93, "lchown": 94, "fchownat": 260, "truncate": 76, "mknod": 133, "mknodat": 259, "mount": 165,
    "umount2": 166, "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "bpf": 321, "keyctl": 250,
    "add_key": 248, "request_key": 249, "process_vm_readv": 310, "process_vm_writev": 311, "perf_event_open": 298,
    "userfaultfd": 323, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240, "open_by_handle_at": 304,
    "name_to_handle_at": 303, "init_module": 175, "finit_module": 313, "delete_module": 176, "kexec_load": 246,
    "reboot": 169, "swapon": 167, "personality": 135,
}  # fmt: skip
_ARM = _BOTH | {
    "openat": 56, "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203,
    "sendto": 206, "sendmsg": 211, "accept4": 242, "sendmmsg": 269, "execve": 221, "execveat": 281, "kill": 129,
    "tkill": 130, "ptrace": 117, "renameat": 38, "renameat2": 276, "mkdirat": 34, "linkat": 37, "unlinkat": 35,
    "symlinkat": 36, "readlinkat": 78, "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "truncate": 45,
    "mknodat": 33, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268, "bpf": 280,
    "keyctl": 219, "add_key": 217, "request_key": 218, "process_vm_readv": 270, "process_vm_writev": 271,
    "perf_event_open": 241, "userfaultfd": 282, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
    "open_by_handle_at": 265, "name_to_handle_at": 264, "init_module": 105, "finit_module": 273, "delete_module": 106,
    "kexec_load": 104, "reboot": 142, "swapon": 224, "personality": 92,
}  # fmt: skip
# Machine → its audit number, refused calls, clone, clone3, tgkill.
_MACHINES = {"x86_64": (0xC000_003E, _X86, 56, 435, 234), "aarch64": (0xC000_00B7, _ARM, 220, 435, 131)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def program(machine: str, process: int) -> bytes | None:
    """The filter for this kind of machine, or None where its calls are not known here.

    Threads may be started, processes may not; a process may signal itself (that is how it aborts), nobody else.
    """
    if machine not in _MACHINES:
        return None
    number, refused, clone, clone3, tgkill = _MACHINES[machine]
    steps = [
        _step(LOAD, MACHINE_AT),
        _step(EQUAL, number, 1, 0),
        _step(RETURN, REFUSE),
        _step(LOAD, NUMBER_AT),
        _step(AT_LEAST, FOREIGN_CALLS, 0, 1),
        _step(RETURN, REFUSE),
    ]
    for call in sorted(refused.values()):
        steps += [_step(EQUAL, call, 0, 1), _step(RETURN, REFUSE)]
    steps += [_step(EQUAL, clone3, 0, 1), _step(RETURN, ABSENT)]
    steps += [_step(EQUAL, clone, 0, 4), _step(LOAD, FIRST_ARGUMENT_AT), _step(ANY_BIT, CLONE_THREAD, 1, 0)]
    steps += [_step(RETURN, REFUSE), _step(RETURN, ALLOW)]
    steps += [_step(EQUAL, tgkill, 0, 4), _step(LOAD, FIRST_ARGUMENT_AT), _step(EQUAL, process, 1, 0)]
    steps += [_step(RETURN, REFUSE), _step(RETURN, ALLOW), _step(RETURN, ALLOW)]
    return b"".join(steps)


def restrict() -> bool:
    """Put the filter up; whether the system took it."""
    code = program(platform.machine(), os.getpid())
    if code is None or not no_new_privileges():
        return False
    holder = _Program(len(code) // 8, code)
    call = library().prctl
    return int(call(PR_SET_SECCOMP, ctypes.c_ulong(MODE_FILTER), ctypes.byref(holder), 0, 0)) == 0

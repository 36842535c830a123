"""What each part of the room offers to the register of suppliers: one module a part, each with ``register()``."""

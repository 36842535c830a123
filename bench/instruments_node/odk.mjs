// ODK's engine of web forms (@getodk/xforms-engine) over the XForm that pyxform makes. It needs a DOM: jsdom.
import { JSDOM } from 'jsdom';
import { done, read, timed } from './timing.mjs';

const { window } = new JSDOM('<html/>');
for (const name of [
  'Node', 'Document', 'DOMParser', 'XMLSerializer', 'XPathResult', 'Element', 'Attr', 'Text', 'Comment',
  'XMLDocument', 'NodeFilter', 'CDATASection', 'ProcessingInstruction', 'DocumentFragment', 'CharacterData',
  'HTMLElement',
]) globalThis[name] = window[name];
globalThis.window = window;
globalThis.document = window.document;
globalThis.__dirname = '/'; // its tree-sitter asks for the folder it stands in, and then reads nothing from it
const { loadForm } = await import('@getodk/xforms-engine');

const work = read(process.argv[2]);
const load = async (xml) => {
  const loaded = await loadForm(xml);
  if (loaded.status === 'failure') throw loaded.error;
  return loaded;
};

const leaves = (node, found = []) => {
  for (const child of node.currentState.children ?? []) {
    if (!child.currentState.relevant) continue;
    if (child.currentState.children == null) found.push(child);
    else leaves(child, found);
  }
  return found;
};

/** The address as Concord has it: blocks with their instance, and the name; groups do not count. */
const address = (reference) => {
  const names = reference.split('/').slice(2);
  return names.filter((name, place) => place === names.length - 1 || name.endsWith(']')).join('/');
};

const all = (node, found = new Map()) => {
  for (const child of node.currentState.children ?? []) {
    found.set(address(child.currentState.reference), child);
    all(child, found);
  }
  return found;
};

const set = (node, value) => {
  if (node.nodeType === 'select') node.selectValue(value);
  else node.setValue(value);
};

const loaded = await load(work.xform);
const begun = loaded.createInstance().root;
const nodes = all(begun);
const says = (root) => {
  const shown = leaves(root).filter((leaf) => leaf.nodeType !== 'model-value');
  const totals = {};
  for (const name of work.totals) {
    const { value } = nodes.get(name).currentState;
    totals[name] = value == null || value === '' ? null : Number(value);
  }
  return { asked: shown.length, totals };
};

const answers = { begun: says(begun) };
for (const { name, address: at, to } of work.changes) {
  set(nodes.get(at), to[0]);
  answers[name] = says(begun);
  set(nodes.get(at), to[1]);
}

const change_ms = {};
for (const { name, address: at, to } of work.changes) {
  const node = nodes.get(at);
  change_ms[name] = timed(work.rounds, (round) => {
    set(node, to[round % 2]);
    for (const total of work.totals) void nodes.get(total).currentState.value;
  });
}
const full_ms = timed(5, () => leaves(loaded.createInstance().root), 1);

const wide = (await load(work.wide_xform)).createInstance().root;
const wideNodes = all(wide);
const last = wideNodes.get(work.wide_last);
const many_ms = timed(10, (round) => {
  set(wideNodes.get('a'), String(round + 1));
  void last.currentState.value;
}, 2);
done({ answers, change_ms, full_ms, many_ms, many_last: Number(last.currentState.value) });

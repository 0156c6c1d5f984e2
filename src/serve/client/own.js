// In: a document as it was served. Out: what a script or the reader changed in it since (opened
// details, elements added by a theme's script, a browser's extension): that stays through a patch
// unless the server changed the same. Never changes a node.

const WATCHED = { attributes: true, attributeOldValue: true, childList: true, subtree: true };

/** Begins to watch a document. */
export function watchOwn(root) {
  const added = new WeakSet();
  const served = new WeakMap();
  let hasAdded = false;
  const observer = new MutationObserver(take);
  observer.observe(root, WATCHED);

  function take(records) {
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach(add);
      else keepServed(record);
    }
  }

  function add(node) {
    added.add(node);
    hasAdded = true;
  }

  function keepServed({ target, attributeName, oldValue }) {
    const values = served.get(target) ?? new Map();
    served.set(target, values);
    if (!values.has(attributeName)) values.set(attributeName, oldValue);
  }

  return {
    /** Takes up what happened until now, before a patch. */
    settle: () => take(observer.takeRecords()),
    /** Forgets what happened since: it was the patch. */
    forget: () => void observer.takeRecords(),
    isAdded: (node) => hasAdded && added.has(node),
    /** Whether the server still says `value`, and what it was changed into stays. */
    keeps(element, name, value) {
      const values = served.get(element);
      if (!values?.has(name)) return false;
      if (values.get(name) === value) return true;
      values.delete(name);
      return false;
    },
  };
}

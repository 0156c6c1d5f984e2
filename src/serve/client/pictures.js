// In: addresses of files that are others now. Out: the pictures of the page that show them show what
// they hold now. No attribute of the page gets another value.

/** Loads the pictures at these addresses anew. */
export async function renewPictures(addresses, own) {
  const wanted = new Set([...addresses].map((address) => new URL(address, location.origin).pathname));
  const shown = [...document.images].filter(({ currentSrc }) => currentSrc && wanted.has(new URL(currentSrc).pathname));
  const fetched = shown.map(({ currentSrc }) => fetch(currentSrc, { cache: "reload" }).catch(() => {}));
  await Promise.all(fetched);
  own.settle();
  // The same address again makes the browser look at what it just fetched.
  shown.forEach((image) => image.setAttribute("src", image.getAttribute("src")));
  own.forget();
}

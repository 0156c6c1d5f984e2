// The contents say where the reader is; where a browser cannot do so by itself, the line under the running head, too.
const head = document.querySelector(".running-head");
const draws = head && !CSS.supports("animation-timeline: scroll()");
let nav;
let places;
let here;

function find() {
  nav = document.querySelector(".contents-beside");
  places = [...document.querySelectorAll(".contents a[href^='#']")]
    .map((link) => ({ link, target: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter(({ target }) => target);
  here = undefined;
  follow();
}

function follow() {
  if (draws) head.style.setProperty("--read", scrollY / Math.max(1, document.documentElement.scrollHeight - innerHeight));
  const seen = places.filter(({ target }) => target.getBoundingClientRect().top < innerHeight / 3).pop()?.target;
  if (seen === here) return;
  here = seen;
  for (const { link, target } of places) {
    if (target === here) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
    if (target === here && nav?.contains(link)) reveal(link);
  }
}

// Scrolls the contents themselves, and never the page.
function reveal(link) {
  const { top, bottom } = nav.getBoundingClientRect();
  const box = link.getBoundingClientRect();
  if (box.top < top || box.bottom > bottom) nav.scrollTop += box.top - (top + bottom) / 2;
}

let isWaiting = false;
const later = () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    follow();
  });
};
addEventListener("scroll", later, { passive: true });
addEventListener("resize", later);
document.addEventListener("offprint:patched", find);
find();

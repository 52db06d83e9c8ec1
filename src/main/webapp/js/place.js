/** Where things are. The portal may live at / or at /tombolo/, so each page's base element names the root relative to itself. */
const root = new URL('.', document.baseURI);

/** The URL of a path inside the portal, such as `api/v1/shares`. A leading slash is taken as the portal's root. */
export function at(path) {
  return new URL(String(path).replace(/^\/+/, ''), root).href;
}

/** The current page inside the portal, such as `watch/abc?t=1`: what sign-in returns to. */
export function here() {
  return location.href.slice(root.href.length);
}

/**
 * A link that an API gave, inside the portal: an absolute one points to what the outside calls us, which this browser may not be able to reach.
 */
export function inside(link) {
  const marker = link.search(/\/(watch|calls|admin)(\/|$|\?)/);
  return at(marker < 0 ? link : link.slice(marker));
}

// Keeps the page's files, so that it opens without a network; with one, they come fresh.

const KEPT = "meso-phone";

self.addEventListener("install", (event) => event.waitUntil(keepAll()));

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(fresh(event.request));
});

async function keepAll() {
  const files = await (await fetch("files.json")).json();
  await caches.delete(KEPT);
  await (await caches.open(KEPT)).addAll(files);
}

async function fresh(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(request, answer.clone());
    return answer;
  } catch (error) {
    const answer = await kept.match(request, { ignoreSearch: true });
    if (answer) return answer;
    throw error;
  }
}

// leaflet.js: the one place that takes Leaflet from where its classic script puts it.

export const { L } = globalThis

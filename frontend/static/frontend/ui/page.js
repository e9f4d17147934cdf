// page.js: what the server wrote into this page: {language, next?, base_maps?, attribution?}, and where the icons lie.

export const page = JSON.parse(document.getElementById('page').textContent)
export const iconSheet = document.body.dataset.icons

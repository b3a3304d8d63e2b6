// The window: the page beside the file, and the way between the two.
window.plan = {
  namnge() {
    document.querySelector('.cm-content')?.setAttribute('aria-label', 'Planens fil');
    document.querySelector('.cm-scroller')?.setAttribute('tabindex', '0');
    return matchMedia('(prefers-color-scheme: dark)').matches;
  },
  async visa(adress) {
    const ruta = document.querySelector('iframe.sida');
    if (!ruta || !ruta.contentDocument) return;
    const svar = await fetch(adress);
    if (svar.status !== 200) { ruta.classList.add('gammal'); return; }
    const ny = new DOMParser().parseFromString(await svar.text(), 'text/html');
    const sida = ruta.contentDocument;
    const rullad = ruta.contentWindow.scrollY;
    sida.replaceChild(sida.importNode(ny.documentElement, true), sida.documentElement);
    ruta.contentWindow.scrollTo(0, rullad);
    ruta.classList.remove('gammal');
    if (!sida.lyssnar) {
      sida.lyssnar = true;
      sida.addEventListener('click', (klick) => {
        const plats = klick.target.closest('[data-rad]');
        if (plats) { klick.preventDefault(); emitEvent('rad', Number(plats.dataset.rad)); }
      });
    }
  },
  peka() {
    const rad = document.querySelector('.cm-activeLineGutter');
    if (rad) plan.visaRad(Number(rad.textContent));
  },
  visaRad(rad) {
    const sida = document.querySelector('iframe.sida')?.contentDocument;
    if (!sida) return;
    sida.querySelectorAll('[data-vald]').forEach((e) => { e.style.outline = ''; delete e.dataset.vald; });
    // What stands on the line, else what stands nearest to it: what is below goes before what is above.
    const avstånd = (e) => Math.abs(e.dataset.rad - rad) - (e.dataset.rad > rad ? 0.5 : 0);
    const alla = [...sida.querySelectorAll('[data-rad]')];
    const minst = Math.min(...alla.map(avstånd));
    const platser = minst < 20 ? alla.filter((e) => avstånd(e) === minst) : [];
    platser.forEach((e) => { e.dataset.vald = ''; e.style.outline = '2px solid #c77700'; });
    const främst = platser.find((e) => !e.closest('nav')) || platser[0];
    främst?.scrollIntoView({ block: 'center' });
  },
};
document.addEventListener('keyup', (e) => { if (e.target.closest('.cm-editor')) plan.peka(); });
document.addEventListener('click', (e) => { if (e.target.closest('.cm-editor')) plan.peka(); });

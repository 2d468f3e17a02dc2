// Loaded with `-r` before the app, in real Electron and in the stand-in alike: keeps native parts of the desktop out of
// the way and lets a test see what they were asked to do. What is only recorded here is not proved (README).
const electron = require('electron');

const seen = { notices: [], trays: [], opened: [], shownInFolder: [], printed: [], dragged: [] };
globalThis.faxSeen = seen;

electron.Notification.prototype.show = function () {
  seen.notices.push({ title: this.title, body: this.body, notice: this });
  this.emit('show');
};

const { setContextMenu, setToolTip, destroy } = electron.Tray.prototype;
electron.Tray.prototype.setContextMenu = function (menu) {
  this.shownMenu = menu;
  if (!seen.trays.includes(this)) seen.trays.push(this);
  return setContextMenu.call(this, menu);
};
electron.Tray.prototype.setToolTip = function (words) {
  this.shownWords = words;
  return setToolTip.call(this, words);
};
electron.Tray.prototype.destroy = function () {
  seen.trays.splice(seen.trays.indexOf(this), 1);
  return destroy.call(this);
};

electron.shell.openExternal = async (url) => {
  seen.opened.push(url);
};
electron.shell.showItemInFolder = (path) => {
  seen.shownInFolder.push(path);
};

electron.app.on('web-contents-created', (_event, contents) => {
  contents.print = (options, done) => {
    seen.printed.push({ url: contents.getURL(), options });
    done?.(true, '');
  };
  contents.startDrag = (item) => {
    seen.dragged.push({ file: item.file });
  };
});

// Where unsent answers lie on the device: IndexedDB, or memory where the browser has none (private windows).

const NAME = "sitting";
const PATIENCE = 1500;

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function limited(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE))]);
}

/** Records with a text `key`, found again by the start of their key. */
export class Store {
  constructor() {
    this.db = null;
    this.memory = new Map();
  }

  /** Opens the database; if that fails the store works in memory and `lasting` is false. */
  async open() {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: "key" });
      this.db = await limited(promised(request));
      this.db.onversionchange = () => this.db.close();
    } catch (error) {
      this.db = null;
    }
  }

  get lasting() {
    return this.db !== null;
  }

  /** Runs one request in a transaction of its own; falls back to memory for good when the database fails. */
  async run(mode, work) {
    if (!this.db) return undefined;
    try {
      return await limited(promised(work(this.db.transaction("answers", mode).objectStore("answers"))));
    } catch (error) {
      this.db = null;
      return undefined;
    }
  }

  async put(record) {
    this.memory.set(record.key, record);
    await this.run("readwrite", (box) => box.put(record));
  }

  async drop(key) {
    this.memory.delete(key);
    await this.run("readwrite", (box) => box.delete(key));
  }

  /** All records whose key starts with `prefix`. */
  async all(prefix) {
    const range = typeof IDBKeyRange === "undefined" ? null : IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const found = range && (await this.run("readonly", (box) => box.getAll(range)));
    return found || [...this.memory.values()].filter((record) => record.key.startsWith(prefix));
  }
}

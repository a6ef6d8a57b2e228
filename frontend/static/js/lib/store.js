// Where unsent answers lie on the device: IndexedDB, or memory where the browser has none (private windows).

const NAME = "sitting";
const WRITING = 1500; // milliseconds until the page goes on without waiting
const READING = 5000; // what lies here may be the only copy
const SLOW = new Error("slow");

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What a request came to, once its transaction is on the device: a request that went well may yet be undone. */
function kept(request) {
  return new Promise((resolve, reject) => {
    request.transaction.oncomplete = () => resolve(request.result);
    request.transaction.onabort = () => reject(request.transaction.error);
  });
}

function limited(promise, patience) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, patience, SLOW))]);
}

/** Records with a text `key`, found again by the start of their key. */
export class Store {
  constructor() {
    this.db = null;
    this.memory = new Map();
    this.late = 0; // writes that take longer than the page waits for them
  }

  /** Opens the database; if that fails the store works in memory and `lasting` is false. */
  async open() {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: "key" });
      this.db = await limited(promised(request), READING);
      this.db.onversionchange = () => this.db.close();
    } catch (error) {
      this.db = null;
    }
  }

  /** Whether all that was put here outlives the page. */
  get lasting() {
    return this.db !== null && !this.late;
  }

  /** Runs one request in a transaction of its own; falls back to memory for good when the database fails, and goes on
   *  without it while it is only slow: what is under way still gets there. */
  async run(mode, work) {
    if (!this.db) return undefined;
    let done;
    try {
      done = kept(work(this.db.transaction("answers", mode).objectStore("answers")));
      return await limited(done, mode === "readonly" ? READING : WRITING);
    } catch (error) {
      if (error === SLOW) this.outlast(done);
      else this.db = null;
      return undefined;
    }
  }

  async outlast(done) {
    this.late += 1;
    try {
      await done;
    } catch (error) {
      this.db = null;
    }
    this.late -= 1;
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

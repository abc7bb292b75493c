# sqlcipher3 is CPython's own sqlite3 module built against SQLCipher; it ships no types of its own.

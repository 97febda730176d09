create tabel oops (x int);

/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files in memory, that remember what is on the disk for sure, and fail the n-th operation: before it does anything, or, of a write,
 * with half of it done.
 */
final class MemoryFiles implements SnapshotFiles {
    private final Map<Path, byte[]> files = new HashMap<>();
    private final Map<Path, byte[]> forced = new HashMap<>();
    private int failAt = Integer.MAX_VALUE;
    private int operations;
    private boolean failsForGood;

    byte[] get(Path file) {
        return files.get(file);
    }

    void put(Path file, byte[] bytes) {
        files.put(file, bytes);
        forced.put(file, bytes);
    }

    int count() {
        return files.size();
    }

    /** Fails the operation with this number, counted from 0, and all after it if for good. */
    void failAt(int operation, boolean forGood) {
        operations = 0;
        failAt = operation;
        failsForGood = forGood;
    }

    int operations() {
        return operations;
    }

    /** What is left after a power failure: of each file only what was forced to the disk. */
    byte[] afterPowerFailure(Path file) {
        return forced.get(file);
    }

    private boolean fails() {
        int operation = operations++;
        return operation == failAt || failsForGood && operation > failAt;
    }

    private void operate(String what) throws IOException {
        if (fails()) {
            throw new IOException("no " + what + " today");
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        operate("create");
        if (files.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        files.put(file, new byte[0]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new Output() {
            @Override
            public void write(byte[] from, int length) throws IOException {
                boolean fails = fails();
                bytes.write(from, 0, fails ? length / 2 : length);
                files.put(file, bytes.toByteArray());
                if (fails) {
                    throw new IOException("no space left on device");
                }
            }

            @Override
            public void force() throws IOException {
                operate("force");
                forced.put(file, bytes.toByteArray());
            }

            @Override
            public void close() throws IOException {
                operate("close");
            }
        };
    }

    @Override
    public void replace(Path file, Path other) throws IOException {
        operate("replace");
        files.put(other, files.remove(file));
        byte[] durable = forced.remove(file);
        if (durable == null) {
            throw new AssertionError("what was not forced to the disk replaces what was");
        }
        forced.put(other, durable);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        operate("force of the folder");
    }

    @Override
    public void delete(Path file) throws IOException {
        operate("delete");
        files.remove(file);
    }

    @Override
    public List<Path> leftovers(Path file) throws IOException {
        operate("listing");
        return List.of();
    }

    @Override
    public Input open(Path file) throws IOException {
        operate("open");
        byte[] bytes = files.get(file);
        return bytes == null ? null : new MemoryInput(bytes);
    }

    @Override
    public void overwrite(Path file, long position, byte[] bytes) throws IOException {
        operate("overwrite");
        byte[] changed = files.get(file).clone();
        System.arraycopy(bytes, 0, changed, (int) position, bytes.length);
        put(file, changed);
    }

    private final class MemoryInput implements Input {
        private final byte[] bytes;

        MemoryInput(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() throws IOException {
            operate("size");
            return bytes.length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            operate("read");
            int count = (int) Math.max(0, Math.min(length, bytes.length - position));
            System.arraycopy(bytes, (int) position, target, offset, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            operate("close");
        }
    }
}

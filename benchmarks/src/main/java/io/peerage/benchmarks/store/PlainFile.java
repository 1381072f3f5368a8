/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The least that anybody does who keeps bytes in a file: writes them and has them forced to the disk, reads them. Stateless. */
final class PlainFile {
    private static final int CHUNK = 1 << 16;

    private PlainFile() {}

    static int write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int at = 0; at < bytes.length; at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.wrap(bytes, at, Math.min(CHUNK, bytes.length - at));
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
            channel.force(true);
        }
        return bytes.length;
    }

    static long read(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        long all = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                all += read;
            }
        }
        return all;
    }
}

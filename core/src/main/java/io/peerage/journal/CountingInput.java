/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that knows where it is and how much is left of its file. */
final class CountingInput extends FilterInputStream {
    private final long size;
    private long position;

    CountingInput(InputStream in, long size) {
        super(in);
        this.size = size;
    }

    long position() {
        return position;
    }

    long left() {
        return size - position;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        position += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        position += Math.max(0, read);
        return read;
    }
}

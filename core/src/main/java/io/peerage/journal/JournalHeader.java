/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import io.peerage.config.ManagerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a manager was made from: with it and what it was told, another decides the same.
 *
 * @param config the whole configuration
 * @param localId the node's own id, or null
 * @param key0 the first half of the secret that everything random comes from
 * @param key1 the other half
 * @param tag what tells the manager's handles from another manager's
 * @param nanos the clock when it was made
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, handed from writer to reader
public record JournalHeader(
        ManagerConfig config,
        byte @Nullable [] localId,
        long key0,
        long key1,
        int tag,
        long nanos) {

    void write(ValueWriter out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ValueWriter body = new ValueWriter(bytes);
        body.value(config);
        body.value(localId);
        body.word(key0);
        body.word(key1);
        body.number(tag);
        body.number(nanos);
        body.flush();
        out.word(Tag.MAGIC);
        out.number(Tag.VERSION);
        out.word(checksum(bytes.toByteArray()));
        out.bytes(bytes.toByteArray());
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    static JournalHeader read(ValueReader in) throws IOException {
        if (in.word() != Tag.MAGIC) {
            throw new JournalException("the file is no journal; pass one that a Recording wrote");
        }
        long version = in.number();
        if (version != Tag.VERSION) {
            throw new JournalException(
                    "the journal is of version "
                            + version
                            + ", this can replay "
                            + Tag.VERSION
                            + "; replay it with the version that recorded it");
        }
        long checksum = in.word();
        byte[] bytes = in.bytes();
        // Before anything is made of it: a damaged capacity could ask for all the memory there is.
        if (checksum != checksum(bytes)) {
            throw in.wrong("a header with another checksum");
        }
        return body(
                new ValueReader(new CountingInput(new ByteArrayInputStream(bytes), bytes.length)));
    }

    private static JournalHeader body(ValueReader in) throws IOException {
        Object config = in.value();
        Object localId = in.value();
        if (!(config instanceof ManagerConfig whole)
                || localId != null && !(localId instanceof byte[])) {
            throw in.wrong("no configuration");
        }
        if (!whole.problems().isEmpty()) {
            throw in.wrong("a configuration that is refused: " + whole.problems());
        }
        return new JournalHeader(
                whole, (byte[]) localId, in.word(), in.word(), (int) in.number(), in.number());
    }
}

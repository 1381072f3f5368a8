/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.store;

import io.peerage.yardstick.PeerId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one writes in an hour: the same peers in a map, saved through the JDK's data streams. Without checksums, without a new file that takes
 * the old one's place, and trusting what it reads. One thread.
 */
final class SavedMaps {
    private static final int BUFFER = 1 << 16;

    /** What is known of a peer. */
    private record Known(byte[] id, List<Address> addresses, double score) {}

    /** Where it is, and when that worked. */
    private record Address(byte[] bytes, long ipHi, long ipLo, boolean worked, long at) {}

    private final Map<PeerId, Known> peers = new ConcurrentHashMap<>();

    void fill(int count) {
        for (int number = 0; number < count; number++) {
            byte[] id = Remembered.id(number);
            List<Address> addresses = new ArrayList<>();
            for (int which = 0; which < Remembered.ADDRESSES; which++) {
                addresses.add(
                        new Address(
                                Remembered.address(number, which),
                                0,
                                Remembered.ip(number, which),
                                which == 0,
                                number));
            }
            double score = number % Remembered.SCORED == 0 ? 5 : 0;
            peers.put(new PeerId(id), new Known(id, addresses, score));
        }
    }

    int size() {
        return peers.size();
    }

    void write(Path file) throws IOException {
        try (FileOutputStream raw = new FileOutputStream(file.toFile());
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(raw, BUFFER))) {
            out.writeInt(peers.size());
            for (Known known : peers.values()) {
                write(out, known);
            }
            out.flush();
            raw.getChannel().force(true);
        }
    }

    private static void write(DataOutputStream out, Known known) throws IOException {
        out.writeByte(known.id.length);
        out.write(known.id);
        out.writeDouble(known.score);
        out.writeByte(known.addresses.size());
        for (Address address : known.addresses) {
            out.writeShort(address.bytes.length);
            out.write(address.bytes);
            out.writeLong(address.ipHi);
            out.writeLong(address.ipLo);
            out.writeBoolean(address.worked);
            out.writeLong(address.at);
        }
    }

    static SavedMaps read(Path file) throws IOException {
        SavedMaps maps = new SavedMaps();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                byte[] id = in.readNBytes(in.readUnsignedByte());
                double score = in.readDouble();
                int addresses = in.readUnsignedByte();
                List<Address> list = new ArrayList<>(addresses);
                for (int which = 0; which < addresses; which++) {
                    byte[] bytes = in.readNBytes(in.readUnsignedShort());
                    long hi = in.readLong();
                    long lo = in.readLong();
                    boolean worked = in.readBoolean();
                    list.add(new Address(bytes, hi, lo, worked, in.readLong()));
                }
                maps.peers.put(new PeerId(id), new Known(id, list, score));
            }
        }
        return maps;
    }
}

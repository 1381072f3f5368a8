/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.LongColumn;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Whoever reads an address, a key or a record while the owner gives its slot to another reads it whole, or not at all. */
public class AddressStress {
    private static final int LENGTH = 20;
    private static final int TORN = -1;

    private AddressStress() {}

    private static HeardAddress address(int fill) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) fill);
        HeardAddress address = new HeardAddress();
        address.words(bytes, 0, LENGTH);
        address.hi = fill;
        address.lo = fill;
        address.source = fill;
        return address;
    }

    // The value that all bytes have.
    private static int uniform(byte[] bytes) {
        for (byte b : bytes) {
            if (b != bytes[0]) {
                return TORN;
            }
        }
        return bytes[0];
    }

    /** A slot that goes from an address of one peer to that of another. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0", "0, 2", "1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "Each peer's own address, or none.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Parts of two, or another's.")
    @State
    public static class Addresses {
        private final AddressColumns columns = new AddressColumns(1, 32);

        public Addresses() {
            columns.take(address(1), 1, 0, 1);
        }

        @Actor
        public void owner() {
            columns.free(0);
            columns.take(address(2), 2, 0, 2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = read(1);
            r.r2 = read(2);
        }

        private int read(int peer) {
            long header = columns.header(0);
            if (!AddressWord.isOf(header, peer)) {
                return 0;
            }
            byte[] bytes = new byte[LENGTH];
            long hi = columns.hi(0);
            columns.copy(0, LENGTH, bytes, 0);
            long times = columns.times(0);
            long source = columns.source(0);
            if (!columns.isStill(0, header)) {
                return 0;
            }
            int value = uniform(bytes);
            return hi == value && source == value && times == value ? value : TORN;
        }
    }

    /** The same with a key. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0", "0, 2", "1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "Each peer's own, or none.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Parts of two, or another's.")
    @State
    public static class Blobs {
        private final BlobColumns blobs = new BlobColumns(1, 32);

        public Blobs() {
            blobs.put(0, 1, 1, bytes(1), LENGTH);
        }

        private static byte[] bytes(int fill) {
            byte[] bytes = new byte[LENGTH];
            Arrays.fill(bytes, (byte) fill);
            return bytes;
        }

        @Actor
        public void owner() {
            blobs.free(0);
            blobs.put(0, 2, 2, bytes(2), LENGTH);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = read(1);
            r.r2 = read(2);
        }

        private int read(int peer) {
            byte[] bytes = new byte[LENGTH];
            return blobs.read(0, peer, bytes) == LENGTH ? uniform(bytes) : 0;
        }
    }

    /** An address that is read without a second look at its header. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "None, or whole.")
    @Outcome(
            id = "-1",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "What the second look is for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such values.")
    @State
    public static class WeakenedOneLook {
        private final LongColumn words = LongColumn.of(3);

        public WeakenedOneLook() {
            for (int i = 0; i < 3; i++) {
                words.setPlain(i, 1);
            }
        }

        @Actor
        public void owner() {
            words.setRelease(0, 0);
            words.setRelease(1, 2);
            words.setRelease(2, 2);
        }

        @Actor
        public void reader(I_Result r) {
            if (words.getAcquire(0) == 1) {
                r.r1 = words.getPlain(1) == 1 && words.getPlain(2) == 1 ? 1 : -1;
            }
        }
    }
}

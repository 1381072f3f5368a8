/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedHashTest {
    private static final long KEY0 = 0x0706050403020100L;
    private static final long KEY1 = 0x0f0e0d0c0b0a0908L;

    /** The message 00, 01, 02 … of this length, as in the paper's appendix. */
    private static byte[] message(int length) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) i;
        }
        return message;
    }

    /** The reference is right: the paper's own example, and the ends of its authors' list, of SipHash-2-4. */
    @ParameterizedTest
    @CsvSource({
        "0,  726fdb47dd0e0e31",
        "1,  74f839c593dc67fd",
        "8,  93f5f5799a932462",
        "15, a129ca6149be45e5",
        "63, 958a324ceb064572",
    })
    void theReferenceIsSipHash(int length, String expected) {
        assertThat(ReferenceSipHash.hash(2, 4, KEY0, KEY1, message(length)))
                .isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    /** Known answers of SipHash-1-3 under the same key. */
    @ParameterizedTest
    @CsvSource({
        "0,  abac0158050fc4dc",
        "1,  c9f49bf37d57ca93",
        "7,  d3927d989bb11140",
        "8,  369095118d299a8e",
        "9,  25a48eb36c063de4",
        "15, d320d86d2a519956",
        "16, cc4fdd1a7d908b66",
        "31, 2370dd1f8c21d1bc",
        "32, 81157b6c16a7b60d",
        "63, 9d199062b7bbb3a8",
    })
    void theHashIsSipHash13(int length, String expected) {
        long hash = KeyedHash.known(KEY0, KEY1).hash(message(length), 0, length);
        assertThat(Long.toHexString(hash)).isEqualTo(expected);
        assertThat(ReferenceSipHash.hash(1, 3, KEY0, KEY1, message(length))).isEqualTo(hash);
    }

    @Property
    void everyLengthAtEveryOffsetUnderEveryKeyIsSipHash13(
            @ForAll long key0,
            @ForAll long key1,
            @ForAll @Size(max = 64) byte[] message,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 20) int behind,
            @ForAll byte around) {
        byte[] inside = new byte[before + message.length + behind];
        Arrays.fill(inside, around);
        System.arraycopy(message, 0, inside, before, message.length);
        KeyedHash hash = KeyedHash.known(key0, key1);

        assertThat(hash.hash(inside, before, message.length))
                .isEqualTo(ReferenceSipHash.hash(1, 3, key0, key1, message));
    }

    @Test
    void allLengthsAndOffsets() {
        Random random = new Random(7);
        byte[] bytes = new byte[96];
        random.nextBytes(bytes);
        KeyedHash hash = KeyedHash.known(random.nextLong(), random.nextLong());
        for (int length = 0; length <= 64; length++) {
            for (int offset = 0; offset <= 16; offset++) {
                byte[] alone = Arrays.copyOfRange(bytes, offset, offset + length);
                // The last bytes of the array too, where nothing may be read beyond them.
                assertThat(hash.hash(alone, 0, length)).isEqualTo(hash.hash(bytes, offset, length));
            }
        }
    }

    @Property
    void aWordIsHashedWithoutItsLength(@ForAll long key0, @ForAll long key1, @ForAll long word) {
        assertThat(KeyedHash.known(key0, key1).hash(word))
                .isEqualTo(ReferenceSipHash.hashWords(1, 3, key0, key1, word));
    }

    @Property
    void aDerivedHashIsAnotherForEachPurposeAndKey(@ForAll long purpose, @ForAll long other) {
        KeyedHash one = KeyedHash.known(1, 2);
        assertThat(one.derive(purpose).hash(5)).isEqualTo(one.derive(purpose).hash(5));
        assertThat(one.derive(purpose).hash(5)).isNotEqualTo(one.hash(5));
        assertThat(one.derive(purpose).hash(5))
                .isNotEqualTo(KeyedHash.known(1, 3).derive(purpose).hash(5));
        if (purpose != other) {
            assertThat(one.derive(purpose).hash(5)).isNotEqualTo(one.derive(other).hash(5));
        }
    }

    @Test
    void secretsDiffer() {
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            hashes.add(KeyedHash.secret().hash(message(34), 0, 34));
        }
        assertThat(hashes).hasSize(1000);
    }
}

/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LittleEndianTest {
    private static long slow(byte[] bytes, int offset, int count) {
        long word = 0;
        for (int i = count - 1; i >= 0; i--) {
            word = word * 256 + (bytes[offset + i] & 0xff);
        }
        return word;
    }

    @Property
    void aWordIsEightBytesTheFirstLowest(
            @ForAll @Size(24) byte[] bytes, @ForAll @IntRange(max = 16) int offset) {
        assertThat(LittleEndian.word(bytes, offset)).isEqualTo(slow(bytes, offset, 8));
    }

    /** All runs in an array, those that end with it included: nothing beyond a run is read. */
    @Property(tries = 20)
    void theTailIsWhatWholeWordsLeaveFilledUpWithZeros(@ForAll @Size(40) byte[] bytes) {
        for (int start = 0; start <= 40; start++) {
            for (int end = start; end <= 40; end++) {
                int rest = (end - start) % 8;
                assertThat(LittleEndian.tail(bytes, start, end))
                        .as("%d to %d", start, end)
                        .isEqualTo(slow(bytes, end - rest, rest));
            }
        }
    }

    @Property(tries = 50)
    void aRunIsReadWordByWord(
            @ForAll @Size(72) byte[] bytes, @ForAll @IntRange(max = 8) int offset) {
        for (int length = 1; length <= 64; length++) {
            for (int index = 0; index < LittleEndian.words(length); index++) {
                int count = Math.min(8, length - 8 * index);
                assertThat(LittleEndian.word(bytes, offset, length, index))
                        .isEqualTo(slow(bytes, offset + 8 * index, count));
            }
        }
    }

    @Property
    void whatIsPutIsReadAgainAndNothingElseIsTouched(
            @ForAll long word,
            @ForAll @Size(24) byte[] bytes,
            @ForAll @IntRange(max = 16) int offset,
            @ForAll @IntRange(max = 20) int count) {
        byte[] after = bytes.clone();
        LittleEndian.put(word, after, offset, count);
        int written = Math.min(8, count);
        for (int i = 0; i < 24; i++) {
            boolean inside = i >= offset && i < offset + written;
            byte expected = inside ? (byte) (word >>> 8 * (i - offset)) : bytes[i];
            assertThat(after[i]).as("byte %d", i).isEqualTo(expected);
        }
    }

    @Test
    void wordsOfARun() {
        int[] expected = {0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3};
        for (int bytes = 0; bytes < expected.length; bytes++) {
            assertThat(LittleEndian.words(bytes)).isEqualTo(expected[bytes]);
        }
        assertThat(LittleEndian.words(64)).isEqualTo(8);
    }

    @Test
    void theArrayChecksItsBounds() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> LittleEndian.word(new byte[8], 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> LittleEndian.word(new byte[8], -1));
    }
}

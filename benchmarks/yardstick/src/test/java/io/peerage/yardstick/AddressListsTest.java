/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressListsTest {
    private static PeerId peer(int number) {
        return new PeerId(new byte[] {(byte) number});
    }

    @Test
    void theAddressSeenLastIsInFrontAndEightAreKept() {
        AddressLists book = new AddressLists(10);
        for (int i = 0; i < 9; i++) {
            book.add(peer(1), new byte[] {(byte) i}, i);
        }
        book.add(peer(1), new byte[] {3}, 20);
        assertThat(book.addresses(peer(1)))
                .hasSize(8)
                .extracting(address -> address.bytes()[0])
                .containsExactly(
                        (byte) 3, (byte) 8, (byte) 7, (byte) 6, (byte) 5, (byte) 4, (byte) 2,
                        (byte) 1);
        assertThat(book.addresses(peer(2))).isEmpty();
    }

    @Test
    void aFullBookForgetsTheOldest() {
        AddressLists book = new AddressLists(10);
        for (int i = 0; i < 11; i++) {
            book.add(peer(i), new byte[] {1}, 100 - i);
        }
        assertThat(book.size()).isEqualTo(9);
        assertThat(book.addresses(peer(10))).isEmpty();
        assertThat(book.addresses(peer(9))).isEmpty();
        assertThat(book.addresses(peer(0))).isNotEmpty();
    }

    @Test
    void oneOfTheHundredSeenLastIsPicked() {
        AddressLists book = new AddressLists(1_000);
        assertThat(book.pick(new SplittableRandom(1))).isNull();
        for (int i = 0; i < 200; i++) {
            book.add(new PeerId(new byte[] {1, (byte) i}), new byte[] {1}, i);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            assertThat(book.addresses(book.pick(random)).get(0).lastSeen()).isBetween(100L, 199L);
        }
    }
}

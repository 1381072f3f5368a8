/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One thread; what many threads do to it is tested with other tools. */
class PeerTableTest {
    private static final int CAPACITY = 7;
    private static final KeyedHash HASH = KeyedHash.known(8, 9);

    /** What a column that follows the table was told, in order. */
    private record Follower(List<Long> told) implements TenantColumn {
        @Override
        public void tenant(int slot, int generation, long idHash) {
            told.add(idHash);
        }

        @Override
        public long bytes() {
            return 1_000_000_007;
        }
    }

    /** A table with its states and the owner's round. */
    private static final class World {
        final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
        final Follower follower = new Follower(new ArrayList<>());
        final PeerTable table;
        final PeerStates states;

        World(int capacity, int idBytes) {
            this.table =
                    new PeerTable(
                            capacity,
                            idBytes,
                            counters,
                            1,
                            new HandleSpace("peer", 0, 1, capacity),
                            HASH,
                            follower);
            this.states = new PeerStates(table, counters, 1);
        }

        int ownersRound() {
            int recycled = 0;
            int next;
            for (int at = states.dirty().takeAll(0); at >= 0; at = next) {
                next = states.dirty().next(at);
                states.drain(at, 1);
                recycled += table.recycle(at) ? 1 : 0;
            }
            return recycled;
        }

        long register(byte[] id) {
            return table.register(id, 0, id.length);
        }

        long lookup(byte[] id) {
            return table.lookup(id, 0, id.length);
        }

        long counter(Counter counter) {
            return counters.sum(counter.ordinal());
        }

        byte[] idOf(long handle) {
            byte[] copied = new byte[table.idBytes()];
            return Arrays.copyOf(copied, table.copyId(handle, copied, 0));
        }
    }

    /** Ids of every length that begin each other, and for each one that differs in the last byte, in its sign bit. */
    private static List<byte[]> ids(int longest) {
        List<byte[]> ids = new ArrayList<>();
        for (int length = 1; length <= longest; length++) {
            byte[] id = new byte[length];
            for (int i = 0; i < length; i++) {
                id[i] = (byte) (0x7c + i);
            }
            ids.add(id);
            byte[] sibling = id.clone();
            sibling[length - 1] ^= (byte) 0x80;
            ids.add(sibling);
            byte[] first = id.clone();
            first[0] ^= 1;
            if (length > 1) {
                ids.add(first);
            }
        }
        return ids;
    }

    @Property
    void aTableIsAMapOfIds(
            @ForAll @Size(max = 200) List<@IntRange(max = 4 * 12 - 1) Integer> steps) {
        World world = new World(CAPACITY, 64);
        List<byte[]> ids = ids(64).subList(120, 132);
        Map<Integer, Long> known = new HashMap<>();
        Map<Integer, Long> retired = new HashMap<>();
        int registered = 0;
        int recycled = 0;
        for (int step : steps) {
            int n = step / 4;
            byte[] id = ids.get(n);
            switch (step % 4) {
                case 0 -> {
                    long handle = world.register(id);
                    if (known.containsKey(n)) {
                        assertThat(handle).isEqualTo(known.get(n));
                    } else if (retired.containsKey(n)) {
                        assertThat(handle).as("revived").isEqualTo(retired.get(n));
                        known.put(n, retired.remove(n));
                    } else if (known.size() + retired.size() == CAPACITY) {
                        assertThat(handle).isEqualTo(Result.PEER_TABLE_FULL.code());
                    } else {
                        assertThat(handle).isPositive();
                        assertThat(known).doesNotContainValue(handle);
                        known.put(n, handle);
                        registered++;
                    }
                }
                case 1 -> {
                    long handle = known.getOrDefault(n, (long) Result.UNKNOWN_PEER.code());
                    if (known.containsKey(n)) {
                        assertThat(world.states.retire(handle)).isPositive();
                        retired.put(n, known.remove(n));
                    }
                }
                case 2 -> {
                    int round = world.ownersRound();
                    assertThat(round).isEqualTo(retired.size());
                    for (long stale : retired.values()) {
                        assertThat(world.table.known(stale)).isEqualTo(-1);
                        assertThat(world.table.copyId(stale, new byte[64], 0))
                                .isEqualTo(Result.UNKNOWN_PEER.code());
                    }
                    recycled += round;
                    retired.clear();
                }
                default -> {
                    Long handle = known.get(n);
                    assertThat(world.lookup(id))
                            .isEqualTo(handle == null ? Result.UNKNOWN_PEER.code() : handle);
                    assertThat(world.table.knownById(id, 0, id.length))
                            .isEqualTo(handle == null ? -1 : world.table.known(handle));
                }
            }
            assertThat(world.table.countIndexed()).isEqualTo(known.size() + retired.size());
            assertThat(world.table.countFree()).isEqualTo(CAPACITY - known.size() - retired.size());
        }
        known.forEach((n, handle) -> assertThat(world.idOf(handle)).isEqualTo(ids.get(n)));
        assertThat(world.counter(Counter.PEERS_REGISTERED)).isEqualTo(registered);
        assertThat(world.counter(Counter.PEERS_RECYCLED)).isEqualTo(recycled);
    }

    @Test
    void idsOfEveryLengthAreToldApartAndComparedByteByByte() {
        for (int longest : new int[] {64, 48, 40, 5}) {
            List<byte[]> ids = ids(longest);
            World world = new World(ids.size(), longest);
            List<Long> handles = new ArrayList<>();
            for (byte[] id : ids) {
                byte[] framed = new byte[id.length + 5];
                Arrays.fill(framed, (byte) 0x33);
                System.arraycopy(id, 0, framed, 3, id.length);
                assertThat(world.lookup(id)).isEqualTo(Result.UNKNOWN_PEER.code());
                long handle = world.table.register(framed, 3, id.length);
                assertThat(handle).isPositive();
                assertThat(world.table.lookup(framed, 3, id.length)).isEqualTo(handle);
                handles.add(handle);
            }
            assertThat(handles).doesNotHaveDuplicates();
            byte[] owned = new byte[longest];
            for (int i = 0; i < ids.size(); i++) {
                byte[] id = ids.get(i);
                int peer = world.table.handles().index(handles.get(i));
                assertThat(world.idOf(handles.get(i))).isEqualTo(id);
                assertThat(world.table.copyIdOwned(peer, owned)).isEqualTo(id.length);
                assertThat(Arrays.copyOf(owned, id.length)).isEqualTo(id);
                long hashed = HASH.hash(id, 0, id.length);
                assertThat(world.table.idHash(peer)).isEqualTo(hashed);
                assertThat(world.table.idHash(id, 0, id.length)).isEqualTo(hashed);
                assertThat(world.follower.told().get(i)).isEqualTo(hashed);
                for (int j = 0; j < ids.size(); j++) {
                    int other = world.table.handles().index(handles.get(j));
                    boolean smaller = Arrays.compareUnsigned(id, ids.get(j)) < 0;
                    if (world.table.isIdSmaller(peer, other) != smaller) {
                        assertThat(smaller)
                                .as("%s < %s", Arrays.toString(id), Arrays.toString(ids.get(j)))
                                .isEqualTo(world.table.isIdSmaller(peer, other));
                    }
                }
            }
        }
    }

    /** A copy touches the id's bytes of the target and no other. */
    @Test
    void aCopyStaysWithinItsBounds() {
        World world = new World(1, 64);
        for (int length = 1; length <= 64; length++) {
            byte[] id = ids(64).get(3 * length - (length == 1 ? 3 : 4));
            assertThat(id).hasSize(length);
            long handle = world.register(id);
            byte[] target = new byte[length + 4];
            Arrays.fill(target, (byte) 0x11);
            assertThat(world.table.copyId(handle, target, 3)).isEqualTo(length);
            assertThat(Arrays.copyOfRange(target, 3, 3 + length)).isEqualTo(id);
            assertThat(List.of(target[0], target[1], target[2], target[length + 3]))
                    .containsOnly((byte) 0x11);
            assertThat(world.table.copyId(handle, new byte[length], 0)).isEqualTo(length);
            world.states.retire(handle);
            assertThat(world.ownersRound()).isEqualTo(1);
            assertThat(world.table.copyId(handle, new byte[0], 0))
                    .as("gone, however little room there is")
                    .isEqualTo(Result.UNKNOWN_PEER.code());
        }
    }

    @Test
    void whatIsNoIdIsNamed() {
        World world = new World(2, 40);
        long peer = world.register(new byte[] {1, 2, 3});
        PeerTable table = world.table;
        assertThatNullPointerException()
                .isThrownBy(() -> table.lookup(null, 0, 1))
                .withMessageContaining("id is null");
        for (int length : new int[] {0, -1, 41}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.register(new byte[50], 0, length))
                    .withMessageContaining("id length " + length + " is outside 1 to 40");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.idHash(new byte[50], 0, length))
                    .withMessageContaining("id length");
        }
        for (int offset : new int[] {-1, 8}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.lookup(new byte[10], offset, 3))
                    .withMessageContaining("offset " + offset + " and length 3 are outside")
                    .withMessageContaining("10 bytes");
        }
        assertThat(table.lookup(new byte[10], 7, 3)).isEqualTo(Result.UNKNOWN_PEER.code());
        for (int offset : new int[] {-1, 3}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.copyId(peer, new byte[5], offset))
                    .withMessageContaining("offset " + offset + " in an array of 5")
                    .withMessageContaining("3 bytes");
        }
        assertThat(table.copyId(peer, new byte[5], 2)).isEqualTo(3);
    }

    @Test
    void onlyThoseGivenUpAndDrainedAreRecycled() {
        World world = new World(2, 40);
        long peer = world.register(new byte[] {1});
        int slot = world.table.handles().index(peer);
        assertThat(world.table.recycle(slot)).as("known").isFalse();
        assertThat(world.states.retire(peer)).isPositive();
        assertThat(world.table.recycle(slot)).as("not drained").isFalse();
        assertThat(world.ownersRound()).isEqualTo(1);
        assertThat(world.table.recycle(slot)).as("recycled already").isFalse();
        assertThat(world.states.openInbound(peer, 3, 0)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(world.states.retire(peer)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(world.states.touch(peer)).isFalse();
        assertThat(world.register(new byte[] {1})).isPositive().isNotEqualTo(peer);
    }

    /** Between the owner's look at the back-off and its change of the word. */
    @Test
    void aBackOffThatIsNotedMeanwhileIsNotCleared() {
        World world = new World(2, 40);
        long peer = world.register(new byte[] {1});
        int slot = world.table.handles().index(peer);
        world.states.noteBackOff(slot, true);
        int epoch = PeerWord.epoch(world.states.beginDial(peer, 3));
        long seen = world.states.word(slot);

        world.states.failDial(slot, epoch);

        assertThat(world.states.clearBackOff(slot, seen)).isFalse();
        assertThat(PeerWord.isBackedOff(world.states.word(slot))).isTrue();
        assertThat(world.states.clearBackOff(slot, world.states.word(slot))).isTrue();
        assertThat(PeerWord.isBackedOff(world.states.word(slot))).isFalse();
    }

    /** Slots are small numbers, so groups, newest dials and edges of neighbours would be mixed up first. */
    @Test
    void whatIsNotedOfAPeerIsNotNotedOfItsNeighboursNorItsSuccessor() {
        World world = new World(3, 64);
        List<byte[]> ids = ids(64).subList(180, 183);
        long[] peers = ids.stream().mapToLong(world::register).toArray();
        PeerColumns columns = world.table.columns();
        int middle = world.table.handles().index(peers[1]);
        columns.newestDial(middle, 77);
        assertThat(world.states.openInbound(peers[1], 3, -5)).isPositive();
        for (long peer : peers) {
            int slot = world.table.handles().index(peer);
            assertThat(columns.newestDial(slot)).isEqualTo(slot == middle ? 77 : 0);
            assertThat(columns.lastEdge(slot) != 0).isEqualTo(slot == middle);
            assertThat(world.states.isWalked(slot)).isEqualTo(slot == middle);
            assertThat(PeerWord.inbound(world.states.word(slot))).isEqualTo(slot == middle ? 1 : 0);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(world.idOf(peers[i])).isEqualTo(ids.get(i));
        }
        world.states.close(middle, true);
        world.states.retire(peers[1]);
        assertThat(world.ownersRound()).isEqualTo(1);
        long next = world.register(new byte[] {9});
        assertThat(world.table.handles().index(next)).isEqualTo(middle);
        assertThat(columns.newestDial(middle)).isZero();
        assertThat(columns.lastEdge(middle)).isZero();
        assertThat(world.states.isWalked(middle)).isFalse();
        int generation = world.table.handles().generation(next);
        assertThat(world.table.groups().put(middle, generation, 100, true)).isTrue();
    }

    @Test
    void theOwnerLooksOnceAtWhomItIsToLookAtAgain() {
        World world = new World(2, 40);
        long peer = world.register(new byte[] {1});
        int slot = world.table.handles().index(peer);
        for (int round = 0; round < 2; round++) {
            assertThat(world.states.touch(peer)).isTrue();
            assertThat(world.states.touch(peer)).isTrue();
            assertThat(world.states.dirty().takeAll(0)).isEqualTo(slot);
            assertThat(world.states.dirty().next(slot)).isNegative();
            world.states.drain(slot, 1);
        }
        assertThat(world.states.dirty().takeAll(0)).isNegative();
    }

    @Test
    void aBackOffThatIsForgivenIsNewsForTheOwner() {
        World world = new World(2, 40);
        long peer = world.register(new byte[] {1});
        int slot = world.table.handles().index(peer);
        assertThat(world.states.forgive(peer)).as("nothing to forgive").isPositive();
        assertThat(world.states.dirty().takeAll(0)).isNegative();
        world.states.noteBackOff(slot, true);
        assertThat(PeerWord.isBackedOff(world.states.word(slot))).isTrue();
        assertThat(PeerWord.isBackedOff(world.states.forgive(peer))).isFalse();
        assertThat(PeerWord.isBackedOff(world.states.word(slot))).isFalse();
        assertThat(world.states.dirty().takeAll(0)).isEqualTo(slot);
    }

    @Test
    void memoryIsCounted() {
        World world = new World(1_000, 48);
        assertThat(world.table.columns().bytes()).isBetween(80_000L, 80_512L);
        assertThat(world.table.groups().bytes()).isBetween(24_000L, 24_512L);
        assertThat(world.table.bytes())
                .as("with the index and the follower")
                .isBetween(1_000_000_007L + 104_000 + 8_000, 1_000_000_007L + 104_000 + 40_000);
        assertThat(new World(1_000, 64).table.columns().bytes()).isBetween(96_000L, 96_512L);
        assertThat(world.states.bytes()).isBetween(125L, 9_000L);
    }
}

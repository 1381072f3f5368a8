/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.concurrent.HandleSpace;
import io.peerage.model.PeerDataKey;
import io.peerage.store.DataWorld.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Features J1, rule by rule. */
class PeerDataTest {
    private static final PeerDataKey<String> BRIEF = key("brief", 0);
    private static final PeerDataKey<String> KEPT = key("kept", 60);
    private static final PeerDataKey<String> LONG = key("long", 600);

    private final DataWorld world = new DataWorld(8, BRIEF, KEPT, LONG);
    private final PeerDataTable data = world.data;

    private static PeerDataKey<String> key(String name, int seconds) {
        return PeerDataKey.of(name, String.class, Duration.ofSeconds(seconds));
    }

    private long connected(int number) {
        long peer = world.register(number);
        assertThat(world.connect(peer)).isTrue();
        world.tick(0);
        return peer;
    }

    @Test
    void aValueIsKeptForItsPeerAndItsKey() {
        long one = connected(1);
        long two = connected(2);
        assertThat(data.get(one, KEPT)).isNull();
        assertThat(data.put(one, KEPT, "a")).isTrue();
        assertThat(data.put(one, BRIEF, "b")).isTrue();
        assertThat(data.put(one, KEPT, "c")).isTrue();
        assertThat(data.get(one, KEPT)).isEqualTo("c");
        assertThat(data.get(one, BRIEF)).isEqualTo("b");
        assertThat(data.get(two, KEPT)).isNull();
        assertThat(data.remove(one, KEPT)).isEqualTo("c");
        assertThat(data.remove(one, KEPT)).isNull();
        assertThat(data.get(one, KEPT)).isNull();
        assertThat(data.countValues()).isEqualTo(1);
        world.tick(1_000);
        assertThat(data.get(one, BRIEF)).isEqualTo("b");
        assertThat(world.told).isEmpty();
    }

    @Test
    void getOrPutKeepsWhatWasThere() {
        long peer = connected(1);
        assertThat(data.getOrPut(peer, KEPT, "a")).isEqualTo("a");
        assertThat(data.getOrPut(peer, KEPT, "b")).isEqualTo("a");
        assertThat(data.get(peer, KEPT)).isEqualTo("a");
    }

    @Test
    void eachKeyIsClearedItsTimeAfterTheLastDisconnectAndToldOnce() {
        long peer = connected(1);
        data.put(peer, BRIEF, "b");
        data.put(peer, KEPT, "k");
        data.put(peer, LONG, "l");
        world.disconnect(peer);
        assertThat(data.get(peer, BRIEF)).isEqualTo("b");
        world.tick(10);
        assertThat(world.told).containsExactly(new Told(peer, BRIEF, "b"));
        assertThat(data.get(peer, BRIEF)).isNull();
        world.tick(69.999_999_999);
        assertThat(data.get(peer, KEPT)).isEqualTo("k");
        world.tick(70);
        assertThat(data.get(peer, KEPT)).isNull();
        world.tick(609.999_999_999);
        assertThat(data.get(peer, LONG)).isEqualTo("l");
        world.tick(610);
        assertThat(world.told)
                .containsExactly(
                        new Told(peer, BRIEF, "b"),
                        new Told(peer, KEPT, "k"),
                        new Told(peer, LONG, "l"));
        assertThat(world.cleared()).isEqualTo(3);
        assertThat(data.countValues()).isZero();
        assertThat(world.sweep.waiting()).isZero();
        world.tick(10_000);
        assertThat(world.told).hasSize(3);
    }

    @Test
    void aPeerThatReturnsInTimeKeepsItAndStartsAnew() {
        long peer = connected(1);
        data.put(peer, KEPT, "k");
        world.disconnect(peer);
        world.tick(10);
        world.connect(peer);
        world.tick(69);
        world.tick(500);
        assertThat(data.get(peer, KEPT)).isEqualTo("k");
        world.disconnect(peer);
        world.tick(500);
        world.tick(559);
        assertThat(data.get(peer, KEPT)).isEqualTo("k");
        world.tick(560);
        assertThat(data.get(peer, KEPT)).isNull();
    }

    @Test
    void whoReturnsBeforeTheTickThatWouldClearKeepsIt() {
        long peer = connected(1);
        data.put(peer, BRIEF, "b");
        data.put(peer, KEPT, "k");
        world.disconnect(peer);
        world.connect(peer);
        world.tick(1);
        assertThat(data.get(peer, BRIEF)).isEqualTo("b");
        world.disconnect(peer);
        world.tick(2);
        assertThat(data.get(peer, BRIEF)).isNull();
        world.connect(peer);
        world.tick(1_000);
        assertThat(data.get(peer, KEPT)).isEqualTo("k");
    }

    @Test
    void eachDisconnectCountsAnew() {
        long peer = connected(1);
        data.put(peer, KEPT, "k");
        world.disconnect(peer);
        world.tick(10);
        world.connect(peer);
        world.disconnect(peer);
        world.tick(50);
        world.tick(109);
        assertThat(data.get(peer, KEPT)).isEqualTo("k");
        world.tick(110);
        assertThat(data.get(peer, KEPT)).isNull();
    }

    /** A peer that came and went after the drain of a tick, and before its look at what is due. */
    @Test
    void aChangeBetweenDrainAndSweepIsWaitedFor() {
        long peer = connected(1);
        data.put(peer, KEPT, "k");
        world.disconnect(peer);
        world.tick(10);
        world.connect(peer);
        data.put(peer, KEPT, "new");
        world.disconnect(peer);
        world.sweep(70);
        assertThat(data.get(peer, KEPT)).isEqualTo("new");
        world.tick(71);
        world.tick(130);
        assertThat(data.get(peer, KEPT)).isEqualTo("new");
        world.tick(131);
        assertThat(world.told).containsExactly(new Told(peer, KEPT, "new"));
    }

    @Test
    void whatIsPutWhileThePeerIsGoneGoesToo() {
        long peer = world.register(1);
        assertThat(data.put(peer, BRIEF, "b")).isTrue();
        assertThat(data.put(peer, KEPT, "k")).isTrue();
        world.tick(10);
        assertThat(world.told).containsExactly(new Told(peer, BRIEF, "b"));
        data.put(peer, KEPT, "later");
        world.tick(69);
        assertThat(data.get(peer, KEPT)).isEqualTo("later");
        world.tick(70);
        assertThat(data.countValues()).isZero();
        data.put(peer, KEPT, "again");
        world.tick(1_000);
        assertThat(data.get(peer, KEPT)).isEqualTo("again");
        world.tick(1_060);
        assertThat(data.countValues()).isZero();
    }

    @Test
    void whatIsRemovedIsNotTold() {
        long peer = connected(1);
        data.put(peer, KEPT, "k");
        world.disconnect(peer);
        world.tick(0);
        assertThat(data.remove(peer, KEPT)).isEqualTo("k");
        world.tick(60);
        assertThat(world.told).isEmpty();
        assertThat(world.sweep.waiting()).isZero();
    }

    @Test
    void aReleasedPeersDataGoesAtOnceAndItsHandleNamesNobody() {
        long peer = connected(1);
        data.put(peer, LONG, "l");
        world.disconnect(peer);
        world.tick(1);
        assertThat(world.release(peer)).isTrue();
        assertThat(data.put(peer, KEPT, "late")).isFalse();
        assertThat(data.getOrPut(peer, KEPT, "late")).isNull();
        world.tick(2);
        assertThat(world.told).containsExactly(new Told(peer, LONG, "l"));
        assertThat(data.get(peer, LONG)).isNull();
        assertThat(data.remove(peer, LONG)).isNull();
        assertThat(data.countValues()).isZero();
        assertThat(world.sweep.waiting()).isZero();
    }

    @Test
    void theNextTenantOfASlotFindsNothing() {
        DataWorld single = new DataWorld(1, KEPT);
        long first = single.register(1);
        single.data.put(first, KEPT, "first");
        single.release(first);
        single.tick(0);
        long second = single.register(2);
        assertThat(single.peers.handles().index(second))
                .isEqualTo(single.peers.handles().index(first));
        assertThat(single.data.get(second, KEPT)).isNull();
        single.data.put(second, KEPT, "second");
        assertThat(single.data.get(first, KEPT)).isNull();
        assertThat(single.data.put(first, KEPT, "stale")).isFalse();
        assertThat(single.data.remove(first, KEPT)).isNull();
        assertThat(single.data.get(second, KEPT)).isEqualTo("second");
    }

    @Test
    void whoIsWantedAgainBeforeBeingRecycledStays() {
        long peer = world.register(1);
        data.put(peer, LONG, "l");
        world.tick(0);
        world.release(peer);
        assertThat(world.register(1)).isEqualTo(peer);
        world.tick(1);
        assertThat(data.get(peer, LONG)).isEqualTo("l");
        world.tick(600);
        assertThat(data.countValues()).isZero();
    }

    @Test
    void mistakesAreNamed() {
        long peer = world.register(1);
        assertThatThrownBy(() -> data.get(peer, key("kept", 60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "data key kept is not one of the 3 configured; give it to the manager's builder");
        assertThatThrownBy(() -> data.put(peer, KEPT, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value of data key kept is null; use remove");
        assertThatThrownBy(() -> data.getOrPut(peer, KEPT, null))
                .isInstanceOf(NullPointerException.class);
        long foreign = new HandleSpace("peer", 0, 2, 8).handle(0, 0);
        assertThatThrownBy(() -> data.put(foreign, KEPT, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to manager 2");
        assertThat(data.get(0, KEPT)).isNull();
        assertThat(data.put(-1, KEPT, "x")).isFalse();
        assertThat(data.getOrPut(-1, KEPT, "x")).isNull();
        assertThat(data.remove(-1, KEPT)).isNull();
    }

    @Test
    void withoutKeysNothingIsDoneAndNothingTaken() {
        DataWorld none = new DataWorld(1_000_000);
        long peer = none.register(1);
        none.connect(peer);
        none.tick(1);
        none.disconnect(peer);
        none.tick(2);
        none.release(peer);
        none.tick(3);
        assertThat(none.told).isEmpty();
        assertThat(none.data.bytes() + none.sweep.bytes()).isLessThan(1_000);
        assertThatThrownBy(() -> none.data.get(peer, KEPT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** nimbus-eth2#1364's leak, and go-libp2p#2355's wish: after a million short sessions nothing is left. */
    @Test
    void aMillionShortSessionsLeaveNothing() {
        PeerDataKey<Long> brief = PeerDataKey.of("brief", Long.class, Duration.ZERO);
        PeerDataKey<Long> kept = PeerDataKey.of("kept", Long.class, Duration.ofSeconds(5));
        DataWorld node = new DataWorld(4_096, brief, kept);
        SplittableRandom random = new SplittableRandom(1);
        int sessions = 1_000_000;
        List<Long> open = new ArrayList<>();
        double time = 0;
        long put = 0;
        for (int session = 0; session < sessions; session++) {
            long peer = node.register(random.nextInt(100_000));
            while (peer < 0) {
                time += 0.01;
                node.tick(time);
                peer = node.register(random.nextInt(100_000));
            }
            if (!node.connect(peer)) {
                continue;
            }
            if (node.data.getOrPut(peer, brief, (long) session) == session) {
                put++;
            }
            if (node.data.getOrPut(peer, kept, (long) session) == session) {
                put++;
            }
            open.add(peer);
            while (!open.isEmpty() && random.nextInt(100) < (open.size() > 100 ? 90 : 45)) {
                int at = random.nextInt(open.size());
                long gone = open.get(at);
                open.set(at, open.get(open.size() - 1));
                open.remove(open.size() - 1);
                node.disconnect(gone);
                // A put that comes late, as one does from another thread.
                if (random.nextInt(20) == 0
                        && node.data.getOrPut(gone, brief, -1L - session) == -1L - session) {
                    put++;
                }
                if (random.nextInt(2) == 0) {
                    node.release(gone);
                }
            }
            if (random.nextInt(64) == 0) {
                time += 0.01;
                node.tick(time);
            }
            if (node.told.size() > 100_000) {
                put -= node.told.size();
                node.told.clear();
            }
        }
        open.forEach(node::disconnect);
        node.tick(time);
        node.tick(time + 5);
        assertThat(node.data.countValues()).isZero();
        assertThat(node.sweep.waiting()).isZero();
        assertThat(node.told).hasSize((int) put);
        assertThat(node.cleared()).isGreaterThan(sessions);
    }
}

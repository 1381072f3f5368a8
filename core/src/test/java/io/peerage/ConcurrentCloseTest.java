/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Of all that race for one connection exactly one ends it (contracts 4 and 6; features A2, A6, B7). */
class ConcurrentCloseTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 1_000;
    private static final int LINKS = 24;

    /** Many handles closed by all threads, each in an order of its own. */
    @Test
    void contract4_ofManyClosesExactlyOneWins() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    Node node = new Node(b -> b.maxPerPeer(63).maxPeers(2));
                    long peer = node.peer(1);
                    long[] links = new long[LINKS];
                    Tally tally = new Tally();
                    for (int i = 0; i < LINKS; i++) {
                        links[i] = node.inbound();
                        tally.add(peer, node.manager().establishInbound(links[i], peer));
                    }
                    AtomicIntegerArray wins = new AtomicIntegerArray(LINKS);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int t = 0; t < THREADS; t++) {
                        int[] order = shuffled(random);
                        runners.add(
                                () -> {
                                    for (int i : order) {
                                        int outcome = node.manager().close(links[i]);
                                        tally.add(peer, outcome);
                                        if (!Outcome.isRefused(outcome)) {
                                            wins.incrementAndGet(i);
                                        } else {
                                            assertThat(Outcome.result(outcome))
                                                    .isEqualTo(Result.ALREADY_CLOSED);
                                        }
                                    }
                                });
                    }
                    runners.add(node.manager()::tick);
                    race.run(runners);
                    for (int i = 0; i < LINKS; i++) {
                        assertThat(wins.get(i)).as("wins").isEqualTo(1);
                    }
                    atRest(node, tally, peer);
                });
    }

    /** Batches of the same handles against each other, against single closes, and against those who establish them. */
    @Test
    void contract4_ofBatchesAndSingleClosesExactlyOneWins() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    // By more than one, so that no peer's limit refuses a ticket: it would end
                    // without a close.
                    int peers = random.nextInt(2, 30);
                    Node node = new Node(b -> b.maxPerPeer(63).maxPeers(peers));
                    int pending = random.nextInt(3) * 10;
                    Tally tally = new Tally();
                    int links = 50 + pending;
                    long[] of = new long[links];
                    long[] tickets = new long[links];
                    for (int i = 0; i < links; i++) {
                        of[i] = node.peer(i % peers);
                        tickets[i] = i % 3 == 0 && i < 50 ? node.dial(of[i]) : node.inbound();
                        tickets[i] = tickets[i] < 0 ? node.inbound() : tickets[i];
                        if (i < 50) {
                            tally.add(of[i], establish(node, tickets[i], of[i]));
                        }
                    }
                    AtomicIntegerArray wins = new AtomicIntegerArray(links);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int t = 0; t < 3; t++) {
                        int[] order = shuffled(random, links);
                        boolean together = t < 2;
                        runners.add(
                                () -> {
                                    int[] outcomes = closed(node, tickets, order, together);
                                    for (int i = 0; i < links; i++) {
                                        tally.add(of[order[i]], outcomes[i]);
                                        if (!Outcome.isRefused(outcomes[i])) {
                                            wins.incrementAndGet(order[i]);
                                        }
                                    }
                                });
                    }
                    runners.add(
                            () -> {
                                for (int i = 50; i < links; i++) {
                                    tally.add(of[i], establish(node, tickets[i], of[i]));
                                }
                            });
                    runners.add(node.manager()::tick);
                    race.run(runners);
                    for (int i = 0; i < links; i++) {
                        assertThat(wins.get(i)).as("wins").isEqualTo(1);
                    }
                    atRest(node, tally, Arrays.stream(of).distinct().toArray());
                });
    }

    private static int establish(Node node, long ticket, long peer) {
        return node.manager().isInbound(ticket)
                ? node.manager().establishInbound(ticket, peer)
                : node.manager().establishOutbound(ticket);
    }

    private static int[] closed(Node node, long[] tickets, int[] order, boolean together) {
        long[] batch = Arrays.stream(order).mapToLong(i -> tickets[i]).toArray();
        if (!together) {
            return Arrays.stream(batch).mapToInt(node.manager()::close).toArray();
        }
        int[] outcomes = new int[batch.length];
        node.manager().batches().close(batch, batch.length, outcomes);
        return outcomes;
    }

    private static int[] shuffled(SplittableRandom random) {
        return shuffled(random, LINKS);
    }

    private static int[] shuffled(SplittableRandom random, int links) {
        int[] order = new int[links];
        Arrays.setAll(order, i -> i);
        for (int i = links - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    private static void atRest(Node node, Tally tally, long... peers) {
        node.manager().tick();
        assertThat(node.manager().verify()).isEmpty();
        assertThat(node.manager().connectedPeers()).isZero();
        assertThat(node.manager().inbound() + node.manager().outbound()).isZero();
        assertThat(node.manager().pendingInbound() + node.manager().pendingOutbound()).isZero();
        tally.check(node.manager(), node.log(), peers);
    }

    /** One establishes while another closes twice: the place is given back once, whoever comes first. */
    @Test
    void contract4_establishAgainstClose() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    Links links = new Links(random);
                    race.run(List.of(links::establishAll, links::closeAllTwice));
                    for (int i = 0; i < LINKS; i++) {
                        checkEstablishAgainstClose(
                                new int[] {
                                    links.established[i], links.closed[i], links.closedAgain[i]
                                });
                    }
                    atRest(links.node, links.tally, links.peers);
                });
    }

    /** Tickets of both directions, each for a peer of its own. */
    private static final class Links {
        final Node node = new Node(b -> b.maxPeers(LINKS).maxPerPeer(1));
        final Tally tally = new Tally();
        final boolean[] inbound = new boolean[LINKS];
        final long[] peers = new long[LINKS];
        final long[] tickets = new long[LINKS];
        final int[] established = new int[LINKS];
        final int[] closed = new int[LINKS];
        final int[] closedAgain = new int[LINKS];

        Links(SplittableRandom random) {
            for (int i = 0; i < LINKS; i++) {
                inbound[i] = random.nextBoolean();
                peers[i] = node.peer(i);
                tickets[i] = inbound[i] ? node.inbound() : node.dial(peers[i]);
            }
        }

        void establishAll() {
            for (int i = 0; i < LINKS; i++) {
                int outcome =
                        inbound[i]
                                ? node.manager().establishInbound(tickets[i], peers[i])
                                : node.manager().establishOutbound(tickets[i]);
                established[i] = tally.add(peers[i], outcome);
            }
        }

        void closeAllTwice() {
            for (int i = 0; i < LINKS; i++) {
                closed[i] = tally.add(peers[i], node.manager().close(tickets[i]));
                closedAgain[i] = tally.add(peers[i], node.manager().close(tickets[i]));
            }
        }
    }

    private static void checkEstablishAgainstClose(int[] outcomes) {
        Result established = Outcome.result(outcomes[0]);
        List<Result> closes = List.of(Outcome.result(outcomes[1]), Outcome.result(outcomes[2]));
        assertThat(closes).as("the second").endsWith(Result.ALREADY_CLOSED);
        if (established == Result.TICKET_EXPIRED) {
            assertThat(closes).contains(Result.ABANDONED);
        } else {
            assertThat(established).isEqualTo(Result.FIRST_CONNECTION);
            boolean handedOver = closes.contains(Result.CLOSE_HANDED_OVER);
            assertThat(Outcome.isClosedMeanwhile(outcomes[0])).isEqualTo(handedOver);
            assertThat(Outcome.isLast(outcomes[0])).isEqualTo(handedOver);
            assertThat(closes.contains(Result.LAST_CONNECTION)).isEqualTo(!handedOver);
        }
    }

    /** The owner reclaims tickets at their lease while they are being established: one of the two, never both. */
    @Test
    void contract6_establishAgainstExpiry() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    Links links = new Links(random);
                    links.node.clock().advance(Node.LEASE);
                    race.run(List.of(links::establishAll, links.node.manager()::tick));
                    for (int i = 0; i < LINKS; i++) {
                        boolean expired = links.node.log().expired().contains(links.tickets[i]);
                        assertThat(Outcome.result(links.established[i]))
                                .isEqualTo(
                                        expired ? Result.TICKET_EXPIRED : Result.FIRST_CONNECTION);
                    }
                    links.closeAllTwice();
                    atRest(links.node, links.tally, links.peers);
                });
    }

    /**
     * One place a peer: dials, their establishing and closing, and inbound connections that take the place over, all at
     * once, while the owner hands out Close commands.
     */
    @Test
    void a6_takeovers() {
        Race.rounds(
                ROUNDS,
                (race, random) -> {
                    int own = random.nextInt(1, 3) * 2;
                    Node node =
                            new Node(
                                    b ->
                                            b.maxPerPeer(random.nextInt(1, 3))
                                                    .maxPeers(2)
                                                    .localId(Ids.id(own)));
                    long peer = node.peer(3);
                    Tally tally = new Tally();
                    List<Long> links = Collections.synchronizedList(new ArrayList<>());
                    race.run(
                            List.of(
                                    () -> dialing(node, peer, tally, links, false),
                                    () -> dialing(node, peer, tally, links, true),
                                    () -> accepting(node, peer, tally, links, false),
                                    () -> accepting(node, peer, tally, links, true),
                                    () -> {
                                        for (int i = 0; i < LINKS; i++) {
                                            links.addAll(List.copyOf(node.log().closes()));
                                            node.log().closes().clear();
                                            node.manager().tick();
                                        }
                                    }));
                    node.manager().tick();
                    assertThat(node.manager().verify()).isEmpty();
                    for (long link : links) {
                        tally.add(peer, node.manager().close(link));
                    }
                    atRest(node, tally, peer);
                });
    }

    private static void dialing(
            Node node, long peer, Tally tally, List<Long> links, boolean closing) {
        for (int i = 0; i < LINKS; i++) {
            long dial = node.dial(peer);
            if (dial > 0) {
                tally.add(peer, node.manager().establishOutbound(dial));
                end(node, peer, tally, links, dial, closing || i % 4 > 0);
            }
        }
    }

    private static void accepting(
            Node node, long peer, Tally tally, List<Long> links, boolean closing) {
        for (int i = 0; i < LINKS; i++) {
            long ticket = node.inbound();
            tally.add(peer, node.manager().establishInbound(ticket, peer));
            end(node, peer, tally, links, ticket, closing || i % 4 > 0);
        }
    }

    private static void end(
            Node node, long peer, Tally tally, List<Long> links, long link, boolean now) {
        if (now) {
            tally.add(peer, node.manager().close(link));
        } else {
            links.add(link);
        }
    }
}

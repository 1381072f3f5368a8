/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.journal.JournalException;
import io.peerage.model.ReplayReport;
import io.peerage.testing.Ids;
import io.peerage.testing.Race;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// features L3
class RecordingTest {
    // What changes nothing, and so need not be made again.
    private static final Set<String> QUERIES =
            Set.of(
                    "builder",
                    "lookup",
                    "copyId",
                    "hasFlag",
                    "dialing",
                    "bans",
                    "reputation",
                    "facts",
                    "data",
                    "pruning",
                    "groups",
                    "batches",
                    "connected",
                    "services",
                    "snapshot",
                    "restored",
                    "book",
                    "config",
                    "read",
                    "readKey",
                    "readRecord",
                    "recordSequence",
                    "origin",
                    "addresses",
                    "isConnected",
                    "connectedness",
                    "inboundOf",
                    "outboundOf",
                    "connectedForNanos",
                    "disconnectedForNanos",
                    "dialTicket",
                    "peerOf",
                    "isInbound",
                    "slotOf",
                    "connectionSlots",
                    "inbound",
                    "outbound",
                    "connectedPeers",
                    "pendingInbound",
                    "pendingOutbound",
                    "trusted",
                    "refused",
                    "counter",
                    "registeredPeers",
                    "footprint",
                    "explain",
                    "nanosSinceTick",
                    "verify",
                    "commanded",
                    "canDial",
                    "failuresOf",
                    "backOffNanos",
                    "anchors",
                    "ended",
                    "isOutage",
                    "isBanned",
                    "isDiscouraged",
                    "remainingNanos",
                    "reason",
                    "isAddressBanned",
                    "isAddressDiscouraged",
                    "verdict",
                    "peers",
                    "prefixes",
                    "score",
                    "total",
                    "tagValue",
                    "value",
                    "isProtected",
                    "protocols",
                    "streams",
                    "streamsOf",
                    "pinned",
                    "contains",
                    "get",
                    "countValues");

    @TempDir private Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs traffic of one thread; the journal, and how many calls it has. */
    private Path recorded(String name, long seed, int steps) throws IOException {
        Path file = file(name);
        try (Recording recording = Recording.to(file)) {
            RecordedTraffic traffic = new RecordedTraffic(recording);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < steps; i++) {
                traffic.step(random);
                traffic.clock.advance(random.nextLong(Duration.ofMillis(200).toNanos()));
            }
        }
        return file;
    }

    @Test
    void aReplayDecidesTheSame() throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            Path file = file("journal" + seed);
            Recording recording = Recording.to(file);
            RecordedTraffic traffic = new RecordedTraffic(recording);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 4_000; i++) {
                traffic.step(random);
                traffic.clock.advance(random.nextLong(Duration.ofMillis(200).toNanos()));
            }
            recording.close();
            ReplayReport report = Replay.of(file);
            assertThat(report.divergence()).isNull();
            assertThat(report.complete()).isTrue();
            assertThat(report.calls()).isEqualTo(recording.state().calls()).isGreaterThan(4_000);
            assertThat(report.callbacks())
                    .isEqualTo(recording.state().callbacks())
                    .isGreaterThan(200);
            assertThat(report.hash()).isEqualTo(recording.state().hash());
            assertThat(recording.state().lost()).isZero();
        }
    }

    @Test
    void callsOfSeveralThreadsAreReplayedInTheOrderInWhichTheyHappened() {
        Race.rounds(
                6,
                (race, random) -> {
                    Path file = file("race" + random.nextLong());
                    Recording recording = Recording.to(file);
                    RecordedTraffic traffic = new RecordedTraffic(recording);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int thread = 0; thread < 4; thread++) {
                        SplittableRandom own = random.split();
                        runners.add(
                                () -> {
                                    for (int i = 0; i < 1_500; i++) {
                                        traffic.step(own);
                                    }
                                });
                    }
                    race.run(runners);
                    recording.close();
                    ReplayReport report = Replay.of(file);
                    assertThat(report.divergence()).isNull();
                    assertThat(report.complete()).isTrue();
                    assertThat(report.calls()).isGreaterThan(5_000);
                    Files.delete(file);
                });
    }

    /** A call that isn't recorded makes replays go another way. */
    @Test
    void everyCallThatChangesSomethingIsRecorded() {
        for (Class<?> recorded :
                List.of(
                        RecordedManager.class,
                        RecordedDialing.class,
                        RecordedBans.class,
                        RecordedReputation.class,
                        RecordedFacts.class,
                        RecordedData.class,
                        RecordedPruning.class,
                        RecordedServices.class,
                        RecordedGroups.class,
                        RecordedBook.class,
                        RecordedBatches.class)) {
            Set<String> offered = signatures(recorded.getSuperclass());
            assertThat(signatures(recorded)).as(recorded.getSimpleName()).isEqualTo(offered);
        }
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !isQuery(method))
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // An agent is noted with one, and asked for without.
    private static boolean isQuery(Method method) {
        return QUERIES.contains(method.getName())
                || method.getName().equals("agent") && method.getParameterCount() == 1
                || method.getName().equals("explain");
    }

    @Test
    void aManagerThatIsNotRecordedIsAsItAlwaysWas() {
        PeerManager manager = PeerManager.builder().build();
        assertThat(manager.getClass()).isEqualTo(PeerManager.class);
        assertThat(manager.bans().getClass()).isEqualTo(Bans.class);
    }

    /** A node that crashed leaves a journal that ends anywhere. */
    @Test
    void aJournalThatWasCutOffIsReplayedAsFarAsItGoes() throws IOException {
        byte[] whole = Files.readAllBytes(recorded("whole", 7, 300));
        Path cut = file("cut");
        int replayed = 0;
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(cut, Arrays.copyOf(whole, length));
            try {
                ReplayReport report = Replay.of(cut);
                assertThat(report.divergence()).as("cut to %s bytes", length).isNull();
                assertThat(report.complete()).isFalse();
                replayed++;
            } catch (JournalException e) {
                assertThat(replayed).as("cut to %s bytes", length).isZero();
                assertThat(e).hasMessageContaining("header");
            }
        }
        assertThat(replayed).isGreaterThan(whole.length / 37 / 2);
    }

    @Test
    void aDamagedJournalIsToldAndThrowsNothingElse() throws IOException {
        byte[] whole = Files.readAllBytes(recorded("whole", 8, 200));
        SplittableRandom random = new SplittableRandom(11);
        Path damaged = file("damaged");
        int told = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            int flips = 1 + random.nextInt(3);
            for (int flip = 0; flip < flips; flip++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(damaged, bytes);
            try {
                ReplayReport report = Replay.of(damaged);
                told += report.identical() && report.complete() ? 0 : 1;
            } catch (JournalException e) {
                assertThat(e.getMessage()).isNotEmpty();
                told++;
            }
        }
        assertThat(told).isGreaterThan(200);
    }

    @Test
    void aDecisionThatWasAnotherIsNamed() throws IOException {
        Path file = file("journal");
        try (Recording recording = Recording.to(file)) {
            PeerManager manager = PeerManager.builder().hashKey(1, 2).recording(recording).build();
            manager.register(Ids.id(1));
            manager.release(manager.lookup(Ids.id(2)));
            manager.tick();
        }
        byte[] bytes = Files.readAllBytes(file);
        // The result of the last call, tick, which returned 0: before the end's 1 + 8 + 1 + 1
        // bytes.
        int result = bytes.length - 12;
        assertThat(bytes[result]).isZero();
        bytes[result] = 2;
        Files.write(file, bytes);
        ReplayReport report = Replay.of(file);
        assertThat(report.identical()).isFalse();
        assertThat(report.divergence())
                .isEqualTo("call 3, tick: returned 0, recorded was: returned 1");
    }

    /** An id is often inside a buffer of the network's, which is nobody's business. */
    @Test
    void onlyTheIdIsWrittenOfABufferThatHoldsIt() throws IOException {
        Path file = file("buffers");
        byte[] buffer = new byte[1 << 20];
        try (Recording recording = Recording.to(file)) {
            PeerManager manager = PeerManager.builder().recording(recording).build();
            for (int i = 0; i < 50; i++) {
                buffer[1_000 + i % 40]++;
                assertThat(manager.register(buffer, 1_000, 40)).isPositive();
                long ticket = manager.admitInbound(0, 0);
                manager.establishInbound(ticket, buffer, 1_000, 40);
            }
            assertThatThrownBy(() -> manager.register(buffer, 10, 1 << 20))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> manager.register(buffer, -1, 10))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> manager.register(buffer, 0, 1_000))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> manager.register(buffer)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> manager.admitInbound(buffer))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(Files.size(file)).isLessThan(20_000);
        assertThat(Replay.of(file).divergence()).isNull();
    }

    @Test
    void whatIsNoJournalIsRefusedWithAReason() throws IOException {
        Path text = Files.writeString(file("text"), "x".repeat(100));
        assertThatThrownBy(() -> Replay.of(text))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no journal");
        assertThatThrownBy(() -> Replay.of(file("missing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws IOException {
        Path file = Files.writeString(file("taken"), "something");
        assertThatThrownBy(() -> Recording.to(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists already");
        assertThat(file).hasContent("something");
    }

    @Test
    void onlyItsOwnerReadsTheFile() throws IOException {
        Path file = recorded("private", 1, 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aRecordingHasOneManager() throws IOException {
        try (Recording recording = Recording.to(file("one"))) {
            PeerManager.builder().recording(recording).build();
            assertThatThrownBy(() -> PeerManager.builder().recording(recording).build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("make one for each");
        }
    }

    @Test
    void whatComesAfterTheEndIsCountedAsLost() throws IOException {
        Recording recording = Recording.to(file("ended"));
        PeerManager manager = PeerManager.builder().recording(recording).build();
        manager.register(Ids.id(1));
        recording.close();
        manager.register(Ids.id(2));
        recording.close();
        assertThat(recording.state().calls()).isEqualTo(1);
        assertThat(recording.state().lost()).isEqualTo(1);
        assertThat(manager.lookup(Ids.id(2))).isPositive();
    }

    @Test
    void aFullDiskEndsTheRecordingAndNotTheManager() {
        Recording recording =
                Recording.to(
                        new java.io.OutputStream() {
                            private int room = 100_000;

                            @Override
                            public void write(int b) throws IOException {
                                if (--room < 0) {
                                    throw new IOException("no space left");
                                }
                            }
                        });
        RecordedTraffic traffic = new RecordedTraffic(recording);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            traffic.step(random);
        }
        assertThat(recording.state().failure()).hasMessage("no space left");
        assertThat(recording.state().lost()).isPositive();
        assertThat(traffic.manager.verify()).isEmpty();
        assertThatThrownBy(recording::close)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("incomplete")
                .hasMessageContaining("no space left");
    }
}

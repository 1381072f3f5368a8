/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.Connectedness;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.RestoreDrop;
import io.peerage.model.RestoreException;
import io.peerage.model.RestoreReport;
import io.peerage.model.Result;
import io.peerage.model.SnapshotItem;
import io.peerage.model.SnapshotReport;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features K1 and K2: what comes back after a restart. */
class SnapshotContractTest {
    private static final long YEAR = 365L * 24 * 3_600;

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("peers.snapshot");
    }

    private SnapshotWorld learned() {
        SnapshotWorld world = SnapshotWorld.fresh(file());
        world.learn();
        return world;
    }

    /** What was seen, as it is to be after a restart: who was connected has been heard of until then. */
    private static Map<String, String> expected(SnapshotWorld world) {
        Map<String, String> seen = new TreeMap<>(world.seen());
        seen.computeIfPresent(
                "peer " + SnapshotWorld.CONNECTED + " addresses",
                (name, addresses) -> addresses.replace("heard 1 ", "heard 0 "));
        return seen;
    }

    @Test
    void everythingComesBack() {
        SnapshotWorld before = learned();
        assertThat(before.manager.restored()).isEqualTo(RestoreReport.NONE);
        Map<String, String> seen = expected(before);
        SnapshotReport written = before.snapshot();
        SnapshotWorld after = before.restarted(0, b -> b.hashKey(1, ~1));
        RestoreReport report = after.manager.restored();
        for (SnapshotItem item : SnapshotItem.values()) {
            assertThat(written.written(item)).as("%s written", item).isPositive();
            assertThat(report.kept(item)).as("%s kept", item).isEqualTo(written.written(item));
        }
        assertThat(report.isUndamaged()).isTrue();
        assertThat(report.dropped()).isZero();
        assertThat(report.writtenAtMillis()).isEqualTo(before.epochMillis);
        assertThat(report.clockShiftMillis()).isZero();
        assertThat(report.bytes()).isEqualTo(written.bytes());
        assertThat(after.seen()).isEqualTo(seen);
        after.manager.tick();
        assertThat(after.seen()).isEqualTo(seen);
        assertThat(after.manager.connectedness(after.known(SnapshotWorld.CONNECTED)))
                .isEqualTo(Connectedness.CANDIDATE);
        assertThat(after.manager.connectedPeers()).isZero();
        assertThat(after.manager.verify()).isEmpty();
    }

    /** Under another secret, addresses are sorted into other places; all else is the same. */
    @Test
    void anotherKeyCostsPlacesOfAddressesAlone() {
        SnapshotWorld before = learned();
        Map<String, String> seen = expected(before);
        before.snapshot();
        SnapshotWorld after = before.restarted(0);
        RestoreReport report = after.manager.restored();
        assertThat(report.dropped()).isEqualTo(report.dropped(RestoreDrop.NO_ROOM)).isLessThan(10);
        Map<String, String> now = after.seen();
        seen.forEach(
                (what, value) -> {
                    if (!what.endsWith("addresses") && !what.endsWith("origin")) {
                        assertThat(now).containsEntry(what, value);
                    }
                });
        assertThat(after.manager.verify()).isEmpty();
    }

    @Test
    void secondSnapshotsAreOfWhatWasRestored() {
        SnapshotWorld before = learned();
        before.snapshot();
        SnapshotWorld second = before.restarted(0, b -> b.hashKey(1, ~1));
        Map<String, String> seen = second.seen();
        second.snapshot();
        SnapshotWorld third = second.restarted(0, b -> b.hashKey(1, ~1));
        assertThat(third.seen()).isEqualTo(seen);
        assertThat(third.manager.restored().kept(SnapshotItem.FORMER_OFFENDERS)).isPositive();
        assertThat(third.manager.restored().kept(SnapshotItem.BAD_SCORES)).isPositive();
        assertThat(third.manager.restored().kept(SnapshotItem.DISCOURAGED_PEERS)).isEqualTo(2);
    }

    @Test
    void whatWasRememberedOfWhoIsGoneStillCounts() {
        SnapshotWorld before = learned();
        before.snapshot();
        SnapshotWorld after = before.restarted(0);
        PeerManager manager = after.manager;
        // Its second ban, of twice the length.
        SnapshotWorld.expect(
                manager.bans().ban(after.peer(SnapshotWorld.OFFENDER), BanReason.OTHER));
        manager.tick();
        assertThat(manager.bans().remainingNanos(Ids.id(SnapshotWorld.OFFENDER)))
                .isGreaterThan(23 * 3_600 * SnapshotWorld.SECOND);
        assertThat(manager.reputation().score(after.peer(SnapshotWorld.RELEASED_BAD)))
                .isBetween(-45_000, -40_000);
        long discouraged = after.peer(SnapshotWorld.RELEASED_DISCOURAGED);
        assertThat(manager.bans().isDiscouraged(discouraged)).isFalse();
        after.connect(SnapshotWorld.RELEASED_DISCOURAGED);
        manager.tick();
        assertThat(manager.bans().isDiscouraged(discouraged)).isTrue();
    }

    @Test
    void whoIsDiscouragedAndInTheBookIsNotDialed() {
        SnapshotWorld before = SnapshotWorld.fresh(file());
        before.hear(30, 1_000, AddressTier.PERMANENT, PeerOrigin.DNS);
        before.pass(1);
        SnapshotWorld.expect(before.manager.bans().discourage(before.known(30), BanReason.OTHER));
        before.pass(1);
        before.snapshot();
        SnapshotWorld after = before.restarted(1);
        assertThat(after.manager.bans().isDiscouraged(after.known(30))).isTrue();
        assertThat(after.manager.dialing().canDial(after.known(30))).isFalse();
    }

    @Test
    void sharedPrefixesAreBannedAgainAndFreedWithTheirPeers() {
        SnapshotWorld before = SnapshotWorld.fresh(file());
        for (int i = 0; i < 6; i++) {
            SnapshotWorld.expect(
                    before.manager
                            .bans()
                            .ban(before.peer(i), 0, SnapshotWorld.BANNED_PREFIX, BanReason.OTHER));
        }
        before.pass(1);
        assertThat(before.manager.bans().isAddressBanned(0, SnapshotWorld.BANNED_PREFIX)).isTrue();
        SnapshotReport written = before.snapshot();
        assertThat(written.written(SnapshotItem.BANNED_PREFIXES)).isZero();
        SnapshotWorld after = before.restarted(10);
        assertThat(after.manager.bans().isAddressBanned(0, SnapshotWorld.BANNED_PREFIX)).isTrue();
        SnapshotWorld.expect(after.manager.bans().lift(after.known(0)));
        after.pass(1);
        assertThat(after.manager.bans().isAddressBanned(0, SnapshotWorld.BANNED_PREFIX)).isFalse();
    }

    @Test
    void timePassesWhileNobodyRuns() {
        SnapshotWorld before = learned();
        before.snapshot();
        SnapshotWorld after = before.restarted(100);
        Map<String, String> seen = after.seen();
        assertThat(seen)
                .containsEntry("peer 10 ban s", "43090")
                .containsEntry("peer 2 waits s", "89")
                .containsEntry("peer 3 waits s", "43069");
        assertThat(after.manager.reputation().score(after.known(SnapshotWorld.GOOD)))
                .isBetween(35_000, 35_400);
        assertThat(after.manager.restored().clockShiftMillis()).isEqualTo(100_000);
        // Told by the peer itself, 15 min; the others an hour, or always.
        SnapshotWorld later = before.restarted(20 * 60);
        assertThat(later.manager.restored().dropped(RestoreDrop.OVER)).isPositive();
        assertThat(seen.get("peer 21 addresses")).contains(":1021", ":2001");
        assertThat(later.seen().get("peer 21 addresses")).doesNotContain(":1021").contains(":2001");
    }

    @Test
    void aClockPutBackByAYearLetsNoTimePass() {
        SnapshotWorld before = learned();
        Map<String, String> seen = expected(before);
        before.snapshot();
        SnapshotWorld after = before.restarted(-YEAR, b -> b.hashKey(1, ~1));
        assertThat(after.manager.restored().clockShiftMillis()).isEqualTo(-YEAR * 1_000);
        assertThat(after.seen()).isEqualTo(seen);
        assertThat(after.manager.restored().dropped()).isZero();
    }

    @Test
    void aClockPutForwardByTenYearsEndsWhatHasATime() {
        SnapshotWorld before = learned();
        before.snapshot();
        SnapshotWorld after = before.restarted(10 * YEAR);
        RestoreReport report = after.manager.restored();
        assertThat(report.kept(SnapshotItem.BANNED_PEERS)).isZero();
        assertThat(report.kept(SnapshotItem.DISCOURAGED_PEERS)).isZero();
        assertThat(report.kept(SnapshotItem.BANNED_PREFIXES)).isZero();
        assertThat(report.kept(SnapshotItem.SCORES)).isZero();
        assertThat(report.kept(SnapshotItem.BAD_SCORES)).isZero();
        assertThat(report.kept(SnapshotItem.FORMER_OFFENDERS)).isGreaterThan(4);
        assertThat(report.dropped(RestoreDrop.OVER)).isGreaterThan(50);
        Map<String, String> seen = after.seen();
        assertThat(seen.keySet()).noneMatch(what -> what.contains("ban") || what.contains("score"));
        assertThat(seen).containsEntry("peer 1 persistent", "1").containsKey("peer 7 addresses");
        assertThat(seen).doesNotContainKey("peer 3 failures");
        // What has failed and is not waited for any more may be dialed, and has still failed.
        assertThat(seen).containsEntry("peer 2 failures", "2").doesNotContainKey("peer 2 waits s");
        after.pass(1);
        assertThat(after.manager.dialing().canDial(after.known(SnapshotWorld.FAILED))).isTrue();
        assertThat(after.manager.verify()).isEmpty();
    }

    /** Who is always wanted first, then who was reached, then who was heard of. */
    @Test
    void aSmallerManagerKeepsTheBest() {
        SnapshotWorld before = SnapshotWorld.fresh(file());
        for (int i = 0; i < 90; i++) {
            before.hear(i, 1_000, AddressTier.PERMANENT, PeerOrigin.DNS);
        }
        before.pass(1);
        for (int i = 80; i < 90; i++) {
            int number = i;
            byte[] address = SnapshotWorld.address(number, 1_000);
            SnapshotWorld.expect(
                    before.manager
                            .book()
                            .worked(before.known(number), address, 0, SnapshotWorld.ip(number)));
        }
        before.pass(1);
        before.manager.setFlag(before.known(79), PeerFlag.PERSISTENT, true);
        before.snapshot();
        SnapshotWorld after =
                before.restarted(
                        1,
                        b ->
                                b.maxPeers(80)
                                        .maxConnections(20)
                                        .maxTrusted(0)
                                        .book(BookConfig.DEFAULT.sized(32)));
        RestoreReport report = after.manager.restored();
        assertThat(report.kept(SnapshotItem.PEERS)).isBetween(25L, 32L);
        assertThat(report.dropped(RestoreDrop.NO_ROOM)).isGreaterThanOrEqualTo(58);
        assertThat(after.manager.hasFlag(after.known(79), PeerFlag.PERSISTENT)).isTrue();
        for (int i = 80; i < 90; i++) {
            assertThat(after.known(i)).as("peer %s", i).isPositive();
        }
        after.pass(1);
        assertThat(after.manager.book().peers()).isLessThanOrEqualTo(32);
        assertThat(after.manager.verify()).isEmpty();
    }

    @Test
    void whatIsNotConfiguredIsDropped() {
        SnapshotWorld before = learned();
        before.snapshot();
        PeerManager plain =
                PeerManager.builder()
                        .bans(
                                new BanConfig(
                                        SnapshotWorld.SECOND,
                                        SnapshotWorld.SECOND,
                                        SnapshotWorld.SECOND,
                                        1,
                                        1,
                                        0,
                                        0,
                                        List.of(32),
                                        List.of(64)))
                        .epochClock(() -> before.epochMillis)
                        .restoreFrom(file())
                        .build();
        RestoreReport report = plain.restored();
        assertThat(report.kept(SnapshotItem.BANNED_PEERS)).isEqualTo(1);
        assertThat(report.dropped(RestoreDrop.NOT_CONFIGURED)).isGreaterThan(70);
        assertThat(report.kept(SnapshotItem.BACK_OFFS)).isEqualTo(2);
        assertThat(report.isUndamaged()).isTrue();
        assertThat(plain.verify()).isEmpty();
    }

    @Test
    void idsThatAreTooLongAreDropped() {
        SnapshotWorld before = learned();
        before.snapshot();
        SnapshotWorld after = before.restarted(0, b -> b.maxIdBytes(20));
        assertThat(after.manager.registeredPeers()).isZero();
        assertThat(after.manager.restored().dropped(RestoreDrop.TOO_LONG)).isGreaterThan(50);
    }

    @Test
    void thisNodeIsNoPeerOfItself() {
        SnapshotWorld before = learned();
        before.snapshot();
        SnapshotWorld after = before.restarted(0, b -> b.localId(Ids.id(SnapshotWorld.PERSISTENT)));
        assertThat(after.manager.restored().dropped(RestoreDrop.SELF)).isEqualTo(1);
        assertThat(after.manager.restored().kept(SnapshotItem.PERSISTENT)).isZero();
    }

    /** Features D7: once, and not again if the node fails before its next snapshot. */
    @Test
    void anchorsAreUsedOnce() {
        SnapshotWorld before = learned();
        before.snapshot();
        long length = file().toFile().length();
        SnapshotWorld after = before.restarted(1);
        assertThat(after.manager.restored().kept(SnapshotItem.ANCHORS)).isEqualTo(1);
        SnapshotWorld again = before.restarted(2);
        assertThat(again.manager.restored().kept(SnapshotItem.ANCHORS)).isZero();
        assertThat(again.manager.restored().isUndamaged()).isTrue();
        assertThat(file()).hasSize(length);
    }

    @Test
    void aMissingFileIsAFreshStart() {
        SnapshotWorld world = SnapshotWorld.fresh(file());
        assertThat(world.manager.restored().isFound()).isFalse();
        assertThat(world.manager.restored()).isEqualTo(RestoreReport.NONE);
    }

    @Test
    void aFileThatIsNoneOfOursIsAnErrorThatSaysSo() throws IOException {
        assertThatThrownBy(() -> SnapshotWorld.fresh(folder))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("it is a directory")
                .hasMessageContaining("move it away");
        Files.writeString(
                file(), "a letter to somebody, of more than eighty characters ".repeat(9));
        assertThatThrownBy(() -> SnapshotWorld.fresh(file()))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("is no snapshot");
        Files.writeString(file(), "short");
        assertThatThrownBy(() -> SnapshotWorld.fresh(file())).isInstanceOf(RestoreException.class);
        assertThatThrownBy(() -> SnapshotWorld.fresh(file().resolve("below a file")))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void anEmptyFileIsADamagedSnapshot() throws IOException {
        Files.createFile(file());
        SnapshotWorld world = SnapshotWorld.fresh(file());
        assertThat(world.manager.restored().isFound()).isTrue();
        assertThat(world.manager.restored().isUndamaged()).isFalse();
        assertThat(world.manager.restored().lostBlocks()).isEqualTo(1);
    }

    @Test
    void onlyTheOwnerOfTheFileMayReadIt() throws IOException {
        SnapshotWorld world = learned();
        world.snapshot();
        assertThat(Files.getPosixFilePermissions(file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
        world.snapshot();
        assertThat(Files.getPosixFilePermissions(file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file());
        }
    }

    /** An id, an address or a record is another's; a secret of this node would have no business there. */
    @Test
    void noSecretIsWritten() throws IOException {
        long key = 0x1122_3344_5566_7788L;
        byte[] localId = "the id of this node".getBytes(StandardCharsets.US_ASCII);
        SnapshotWorld world =
                new SnapshotWorld(
                        file(), 1, SnapshotWorld.START_MILLIS, key, b -> b.localId(localId));
        world.learn();
        world.snapshot();
        String bytes = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("10.20.3.4:1020").doesNotContain("the id of this node");
        for (long word : new long[] {key, ~key, Long.reverseBytes(key), Long.reverseBytes(~key)}) {
            byte[] secret = java.nio.ByteBuffer.allocate(8).putLong(word).array();
            assertThat(bytes).doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
        }
    }

    /** Without a word to its builder: banned, gone and given up, a peer is banned again after a restart. */
    @Test
    void anyManagerCanWriteOne() throws IOException {
        PeerManager first = PeerManager.builder().build();
        first.bans().ban(Ids.id(7), BanReason.BY_HAND);
        first.tick();
        first.snapshot(file());
        PeerManager second = PeerManager.builder().restoreFrom(file()).build();
        second.tick();
        assertThat(second.bans().isBanned(second.lookup(Ids.id(7)))).isTrue();
    }

    @Test
    void aManagerThatWasNotToldToRememberSaysSo() {
        PeerManager forgetful = PeerManager.builder().snapshots(false).build();
        assertThatThrownBy(() -> forgetful.snapshot(file()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("snapshots(false)");
        assertThat(forgetful.restored()).isEqualTo(RestoreReport.NONE);
    }

    @Test
    void aSnapshotThatCannotBeWrittenIsAnErrorThatSaysSo() {
        SnapshotWorld world = learned();
        Path nowhere = folder.resolve("missing").resolve("file");
        assertThatThrownBy(() -> world.manager.snapshot(nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(nowhere.toString())
                .hasMessageContaining("what was there before still is");
        assertThatThrownBy(() -> world.manager.snapshot(Path.of("/")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("root");
    }

    @Test
    void whatTheBookForgetsLeavesThePeerTable() {
        SnapshotWorld before = SnapshotWorld.fresh(file());
        for (int i = 0; i < 50; i++) {
            before.hear(i, 1_000, AddressTier.HEARD, PeerOrigin.DNS);
        }
        before.pass(1);
        before.snapshot();
        SnapshotWorld after = before.restarted(1);
        assertThat(after.manager.registeredPeers()).isGreaterThan(40);
        after.pass(2 * 3_600);
        after.pass(120);
        after.pass(1);
        assertThat(after.manager.registeredPeers()).isZero();
        assertThat(after.manager.lookup(Ids.id(1))).isEqualTo(Result.UNKNOWN_PEER.code());
    }
}

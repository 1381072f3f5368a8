/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.admission.DialOutcomes;
import io.peerage.backoff.BackOffTable;
import io.peerage.ban.Discouraged;
import io.peerage.config.BackOffConfig;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.model.PeerFlag;
import io.peerage.peer.PeerWord;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a peer with an address stands: among the candidates, with a timer, or nowhere; and who told of the address. */
class CandidateBookTest {
    private static final int PEERS = 8;
    private static final int COUNTED = 2;
    private static final long HI = 0x2001_0db8_0000_0001L;
    private static final long OTHER_HI = 0x2002_0db8_0000_0001L;
    private static final long LO = 7;
    private static final long NOW = 1_000;
    private static final int MOST = 63;
    private static final int EPOCH_ONE = 1;
    private static final BackOffConfig POLICY = BackOffConfig.constant(Duration.ofNanos(500));

    private final KeyedHash hash = KeyedHash.known(1, 2);
    private final BackOffTable backOffs = new BackOffTable(PEERS);
    private final Discouraged discouraged = new Discouraged(PEERS);
    private final NetgroupCounts netgroups = new NetgroupCounts(PEERS, hash);
    private final CandidateBook book =
            new CandidateBook(
                    PEERS,
                    new DialOutcomes(backOffs, POLICY, new KeyedRandom(hash), () -> NOW, 1),
                    discouraged,
                    netgroups,
                    COUNTED,
                    true,
                    NOW);
    private final long idle = PeerWord.live(PeerWord.free(1));
    private final long banned = PeerWord.with(idle, PeerFlag.BANNED, true);
    private final long persistent = PeerWord.with(idle, PeerFlag.PERSISTENT, true);
    private final long dialing = PeerWord.beginDial(idle, MOST);
    private final long outbound = PeerWord.establishDial(dialing, epochOf(dialing));
    private final long inbound = PeerWord.openInbound(idle, MOST);
    private final long backedOff = PeerWord.noteBackOff(idle, true);

    private static int epochOf(long word) {
        for (int epoch = 0; epoch < 16; epoch++) {
            if (PeerWord.establishDial(word, epoch) >= 0) {
                return epoch;
            }
        }
        return EPOCH_ONE;
    }

    @AfterEach
    void nobodyIsCandidateAndTimed() {
        for (int peer = 0; peer < PEERS; peer++) {
            assertThat(isCandidate(peer) && book.timers().isScheduled(peer)).isFalse();
        }
    }

    private boolean isCandidate(int peer) {
        return book.candidates().contains(peer);
    }

    private void known(int peer) {
        book.known(peer, HI, LO, false);
    }

    private boolean update(int peer, long word) {
        return book.update(peer, word, NOW);
    }

    private int counted(long hi) {
        return netgroups.count(AddressPrefix.netgroup(hi, LO));
    }

    /** 34 bytes a peer, and 4 for each of the first 4,096 who may be persistent. */
    @Test
    void takesWhatItSays() {
        assertThat((sized(8_192).bytes() - sized(4_096).bytes()) / 4_096.0).isBetween(33.0, 34.0);
        assertThat((sized(4_096).bytes() - sized(2_048).bytes()) / 2_048.0).isBetween(37.0, 38.0);
        assertThat(sized(100).fedBytes()).isZero();
        assertThat(sized(100).netgroups()).isSameAs(netgroups);
    }

    private CandidateBook sized(int peers) {
        return new CandidateBook(
                peers,
                new DialOutcomes(backOffs, POLICY, new KeyedRandom(hash), () -> NOW, 1),
                discouraged,
                netgroups,
                COUNTED,
                false,
                NOW);
    }

    // Who told

    @Test
    void whatTheBookTellsIsFedAndWhatIsOfferedIsOffered() {
        assertThat(book.isFed(1)).isFalse();
        assertThat(book.isOffered(1)).isFalse();
        known(1);
        assertThat(book.isFed(1)).isTrue();
        assertThat(book.isOffered(1)).isFalse();
        book.heard(2, HI, LO, CandidateKind.NEW);
        assertThat(book.isFed(2)).isFalse();
        assertThat(book.isOffered(2)).isTrue();
        assertThat(book.known()).isEqualTo(2);
        assertThat(book.fedBytes()).isEqualTo(PEERS);
    }

    @Test
    void eachPeerWithAnAddressIsKnownOnce() {
        known(1);
        known(1);
        book.heard(1, HI, LO, CandidateKind.NEW);
        assertThat(book.known()).isEqualTo(1);
        assertThat(book.hasAddress(1)).isTrue();
        assertThat(book.hasAddress(2)).isFalse();
        assertThat(book.ipHi(1)).isEqualTo(HI);
        assertThat(book.ipLo(1)).isEqualTo(LO);
        assertThat(book.netgroup(1))
                .isEqualTo(AddressPrefix.netgroup(HI, LO))
                .isNotEqualTo(book.netgroup(2));
    }

    @Test
    void whatTheBookLosesIsKnownNoMoreUnlessItWasOfferedToo() {
        known(1);
        update(1, idle);
        assertThat(book.lost(1)).isFalse();
        assertThat(book.known()).isZero();
        assertThat(book.isFed(1)).isFalse();
        assertThat(book.hasAddress(1)).isFalse();
        assertThat(book.ipHi(1)).isZero();
        assertThat(book.ipLo(1)).isZero();
        assertThat(isCandidate(1)).isFalse();
        assertThat(book.lost(1)).as("a second time").isFalse();
        assertThat(book.known()).isZero();

        known(2);
        book.heard(2, HI, LO, CandidateKind.NEW);
        update(2, idle);
        assertThat(book.lost(2)).isTrue();
        assertThat(isCandidate(2)).isTrue();
        assertThat(book.known()).isEqualTo(1);
    }

    @Test
    void aTimerOfABackOffGoesWithTheAddressThatOfADialStays() {
        known(1);
        backOffs.fail(1, NOW, POLICY, 0);
        update(1, backedOff);
        assertThat(book.timers().isScheduled(1)).isTrue();
        assertThat(book.timers().deadline(1)).isEqualTo(backOffs.nextAllowed(1, NOW));
        book.lost(1);
        assertThat(book.timers().isScheduled(1)).isFalse();

        known(2);
        book.hold(2, NOW + 5);
        book.lost(2);
        assertThat(book.timers().isScheduled(2)).isTrue();
    }

    @Test
    void whoIsCountedKeepsTheAddressWhereItWasDialed() {
        known(1);
        update(1, dialing);
        book.known(1, OTHER_HI, LO, true);
        assertThat(book.ipHi(1)).isEqualTo(HI);
        book.lost(1);
        assertThat(book.ipHi(1)).isEqualTo(HI);
        update(1, idle);
        assertThat(counted(HI)).isZero();
        book.known(1, OTHER_HI, LO, true);
        assertThat(book.ipHi(1)).isEqualTo(OTHER_HI);
    }

    // Netgroups

    @Test
    void whoIsDialedOrConnectedOutboundCountsOnceForItsNetgroup() {
        known(1);
        update(1, idle);
        assertThat(counted(HI)).isZero();
        update(1, dialing);
        update(1, dialing);
        update(1, outbound);
        assertThat(counted(HI)).isEqualTo(1);
        update(1, inbound);
        assertThat(counted(HI)).isZero();
        update(1, inbound);
        assertThat(counted(HI)).isZero();
    }

    @Test
    void anAddressHeardAnewMovesTheCount() {
        book.heard(1, HI, LO, CandidateKind.NEW);
        update(1, outbound);
        book.heard(1, OTHER_HI, LO, CandidateKind.NEW);
        update(1, outbound);
        assertThat(counted(HI)).isZero();
        assertThat(counted(OTHER_HI)).isEqualTo(1);
    }

    @Test
    void noMoreThanTheMostAreCountedAndAPlaceThatIsFreeIsTaken() {
        for (int peer = 0; peer < 4; peer++) {
            known(peer);
            update(peer, dialing);
        }
        assertThat(counted(HI)).isEqualTo(COUNTED);
        update(0, idle);
        assertThat(counted(HI)).isEqualTo(COUNTED - 1);
        update(2, dialing);
        update(3, dialing);
        assertThat(counted(HI)).isEqualTo(COUNTED);
        book.forget(1);
        assertThat(counted(HI)).isEqualTo(COUNTED - 1);
        update(3, dialing);
        assertThat(counted(HI)).isEqualTo(COUNTED);
    }

    // Candidates

    @Test
    void whoBecomesACandidateIsToldOnce() {
        assertThat(update(1, idle)).as("without an address").isFalse();
        known(1);
        assertThat(update(1, idle)).isTrue();
        assertThat(update(1, idle)).isFalse();
        assertThat(book.candidates().kindOf(1)).isEqualTo(CandidateKind.NEW);
        for (long word : new long[] {banned, dialing, inbound, outbound}) {
            assertThat(update(1, word)).isFalse();
            assertThat(isCandidate(1)).isFalse();
            assertThat(update(1, idle)).isTrue();
        }
        discouraged.mark(1, true);
        assertThat(update(1, idle)).isFalse();
        assertThat(isCandidate(1)).isFalse();
    }

    @Test
    void whoBacksOffIsNoCandidateUntilThen() {
        known(1);
        backOffs.fail(1, NOW, POLICY, 0);
        assertThat(update(1, backedOff)).isFalse();
        assertThat(isCandidate(1)).isFalse();
        long later = backOffs.nextAllowed(1, NOW);
        book.timers().advance(later, PEERS, (peer, at) -> {});
        assertThat(book.expired(1, backedOff, later)).isTrue();
        assertThat(isCandidate(1)).isTrue();
    }

    @Test
    void whoIsHeldIsNoCandidateUntilItsTimer() {
        known(1);
        update(1, idle);
        book.hold(1, NOW + 5);
        assertThat(update(1, idle)).isFalse();
        assertThat(isCandidate(1)).isFalse();
        book.timers().advance(NOW + 5, PEERS, (peer, at) -> {});
        assertThat(book.expired(1, banned, NOW + 5)).as("banned meanwhile").isFalse();
        assertThat(isCandidate(1)).isFalse();
        assertThat(update(1, idle)).isTrue();
    }

    @Test
    void aDialThatFailsEndsItsHold() {
        known(1);
        book.hold(1, NOW + 5);
        backOffs.fail(1, NOW, POLICY, 0);
        update(1, backedOff);
        assertThat(book.timers().deadline(1)).isEqualTo(backOffs.nextAllowed(1, NOW));
        // Forgiven: at once, and not when the hold would have been over.
        backOffs.reset(1);
        assertThat(update(1, idle)).isTrue();
    }

    @Test
    void kindsFollowWhatIsKnown() {
        known(1);
        update(1, idle);
        book.known(1, HI, LO, true);
        update(1, idle);
        assertThat(book.candidates().kindOf(1)).isEqualTo(CandidateKind.TRIED);
        known(1);
        update(1, idle);
        assertThat(book.candidates().kindOf(1)).isEqualTo(CandidateKind.NEW);
        update(1, persistent);
        assertThat(book.candidates().kindOf(1)).isEqualTo(CandidateKind.PERSISTENT);
        book.heard(2, HI, LO, CandidateKind.ANCHOR);
        update(2, idle);
        assertThat(book.candidates().kindOf(2)).isEqualTo(CandidateKind.ANCHOR);
        book.anchorUsed(2);
        update(2, outbound);
        update(2, idle);
        assertThat(book.candidates().kindOf(2)).as("it worked").isEqualTo(CandidateKind.TRIED);
        book.heard(3, HI, LO, CandidateKind.SEED);
        update(3, idle);
        assertThat(book.candidates().kindOf(3)).isEqualTo(CandidateKind.SEED);
    }

    @Test
    void whatTheBookSaysOfATriedAddressIsTheBooks() {
        known(1);
        update(1, outbound);
        update(1, idle);
        assertThat(book.candidates().kindOf(1)).isEqualTo(CandidateKind.NEW);
    }

    // Forgetting

    @Test
    void nothingIsLeftOfWhoIsForgotten() {
        known(1);
        update(1, PeerWord.with(outbound, PeerFlag.PERSISTENT, true));
        assertThat(book.isListed(1)).isTrue();
        book.forget(1);
        assertThat(counted(HI)).isZero();
        assertThat(book.isListed(1)).isFalse();
        assertThat(book.persistentSize()).isZero();
        assertThat(book.known()).isZero();
        assertThat(book.isFed(1)).isFalse();
        assertThat(book.ipHi(1)).isZero();
        assertThat(book.ipLo(1)).isZero();
        assertThat(update(1, idle)).isFalse();
        book.forget(1);
        assertThat(book.known()).isZero();

        known(2);
        update(2, idle);
        book.forget(2);
        assertThat(isCandidate(2)).isFalse();
        known(3);
        book.hold(3, NOW + 5);
        book.forget(3);
        assertThat(book.timers().isScheduled(3)).isFalse();
        // Without an address there is nothing to take away.
        update(4, persistent);
        book.forget(4);
        assertThat(book.known()).isZero();
        assertThat(isCandidate(4)).isFalse();
    }

    @Test
    void aListOfPersistentPeersClosesUp() {
        for (int peer = 1; peer <= 3; peer++) {
            update(peer, persistent);
            update(peer, persistent);
        }
        assertThat(book.persistentSize()).isEqualTo(3);
        update(1, idle);
        assertThat(book.persistentSize()).isEqualTo(2);
        assertThat(book.persistentAt(0) + book.persistentAt(1)).isEqualTo(5);
        assertThat(book.isListed(1)).isFalse();
        assertThat(book.isListed(2)).isTrue();
    }

    // Complaints

    @Test
    void whoIsWhereItBelongsIsNotComplainedOf() {
        known(1);
        for (long word : new long[] {idle, dialing, outbound, inbound, banned, persistent}) {
            update(1, word);
            assertThat(book.complaint(1, word, NOW)).isNull();
        }
        known(2);
        backOffs.fail(2, NOW, POLICY, 0);
        update(2, backedOff);
        assertThat(book.complaint(2, backedOff, NOW)).isNull();
        known(3);
        book.hold(3, NOW + 5);
        assertThat(book.complaint(3, idle, NOW)).isNull();
    }

    @Test
    void whoIsNotWhereItBelongsIsComplainedOf() {
        known(1);
        assertThat(book.complaint(1, idle, NOW)).contains("never to be dialed");
        update(1, idle);
        assertThat(book.complaint(1, banned, NOW)).contains("must not be");
        assertThat(book.complaint(1, persistent, NOW)).contains("persistent is true");
        book.known(1, HI, LO, true);
        assertThat(book.complaint(1, idle, NOW)).contains("another kind");
        backOffs.fail(1, NOW, POLICY, 0);
        assertThat(book.complaint(1, backedOff, NOW)).contains("backs off");
        update(1, backedOff);
        assertThat(book.complaint(1, banned, NOW)).contains("must not be");
        assertThat(book.complaint(1, idle, NOW)).contains("is not to be yet");
        known(2);
        update(2, outbound);
        assertThat(book.complaint(2, inbound, NOW)).contains("counts for its netgroup");
    }
}

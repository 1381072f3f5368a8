/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.model.Connectedness;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.EnumSet;
import java.util.Set;

/**
 * A peer's state as plain fields, with every transition spelled out: what {@link PeerWord} packs is held against this.
 * Transitions return the word after them or the code of a refusal, as those of the packed word do. Immutable.
 */
record ReferenceWord(
        int inbound,
        int outbound,
        int epoch,
        int rises,
        int generation,
        boolean dialing,
        boolean live,
        boolean retired,
        boolean dirty,
        boolean reported,
        boolean backedOff,
        boolean self,
        Set<PeerFlag> flags) {

    static final int MARKS = 7;

    /** The marks are bits 0 to 6 of the first number, the flags in the order of their enum those of the second. */
    static ReferenceWord of(
            int inbound,
            int outbound,
            int epoch,
            int rises,
            int generation,
            int marks,
            Set<PeerFlag> flags) {
        return new ReferenceWord(
                inbound,
                outbound,
                epoch,
                rises,
                generation,
                (marks & 1) != 0,
                (marks & 2) != 0,
                (marks & 4) != 0,
                (marks & 8) != 0,
                (marks & 16) != 0,
                (marks & 32) != 0,
                (marks & 64) != 0,
                flags);
    }

    static ReferenceWord decode(long word) {
        EnumSet<PeerFlag> flags = EnumSet.noneOf(PeerFlag.class);
        for (PeerFlag flag : PeerFlag.values()) {
            if (PeerWord.has(word, flag)) {
                flags.add(flag);
            }
        }
        return new ReferenceWord(
                PeerWord.inbound(word),
                PeerWord.outbound(word),
                PeerWord.epoch(word),
                PeerWord.rises(word),
                PeerWord.generation(word),
                PeerWord.isDialing(word),
                PeerWord.isLive(word),
                PeerWord.isRetired(word),
                PeerWord.isDirty(word),
                PeerWord.isReported(word),
                PeerWord.isBackedOff(word),
                PeerWord.isSelf(word),
                flags);
    }

    /** The word by the bit picture in the documentation of the packed one. */
    long word() {
        return inbound
                | (long) outbound << 6
                | (long) epoch << 12
                | bit(dialing, 16)
                | bit(live, 17)
                | bit(retired, 18)
                | bit(dirty, 19)
                | bit(reported, 20)
                | bit(flags.contains(PeerFlag.BANNED), 21)
                | bit(flags.contains(PeerFlag.PROTECTED), 22)
                | bit(flags.contains(PeerFlag.PERSISTENT), 23)
                | bit(flags.contains(PeerFlag.TRUSTED), 24)
                | bit(backedOff, 25)
                | bit(self, 26)
                | (long) rises << 28
                | (long) generation << 36;
    }

    private static long bit(boolean on, int position) {
        return on ? 1L << position : 0;
    }

    int connections() {
        return inbound + outbound;
    }

    /** Whether the rooms above ever store such a word: no peer has more than 63 places, none given up is in use. */
    boolean isReachable() {
        boolean inUse = connections() > 0 || dialing || self || has(PeerFlag.BANNED) || isKept();
        return connections() + (dialing ? 1 : 0) <= 63
                && (live || !inUse && !retired && !backedOff)
                && !(retired && inUse);
    }

    private boolean isKept() {
        return has(PeerFlag.PROTECTED) || has(PeerFlag.PERSISTENT);
    }

    boolean has(PeerFlag flag) {
        return flags.contains(flag);
    }

    Connectedness connectedness(boolean backingOff, boolean unreachable) {
        if (!live || retired) {
            return Connectedness.UNKNOWN;
        }
        if (has(PeerFlag.BANNED)) {
            return Connectedness.BANNED;
        }
        if (connections() > 0) {
            return Connectedness.CONNECTED;
        }
        if (dialing) {
            return Connectedness.DIALING;
        }
        if (unreachable) {
            return Connectedness.UNREACHABLE;
        }
        return backingOff ? Connectedness.BACKING_OFF : Connectedness.CANDIDATE;
    }

    int refusalOfBackOff(boolean backingOff, boolean unreachable) {
        if (connections() > 0 || !backingOff && !unreachable) {
            return 0;
        }
        return (unreachable ? Result.UNREACHABLE : Result.BACKING_OFF).code();
    }

    long beginDial(int most) {
        if (self) {
            return Result.SELF.code();
        }
        if (has(PeerFlag.BANNED)) {
            return Result.BANNED.code();
        }
        if (dialing) {
            return Result.ALREADY_DIALING.code();
        }
        if (connections() >= most) {
            return Result.PEER_LIMIT.code();
        }
        return withEpoch((epoch + 1) % 16).withDialing(true).word();
    }

    long endDial(int dial) {
        return holds(dial) ? withDialing(false).dirtied().word() : Result.SUPERSEDED.code();
    }

    long failDial(int dial) {
        return holds(dial)
                ? withDialing(false).withBackedOff(true).dirtied().word()
                : Result.SUPERSEDED.code();
    }

    long noteBackOff(boolean noted) {
        return withBackedOff(noted).word();
    }

    long forgive() {
        return backedOff ? withBackedOff(false).dirtied().word() : word();
    }

    long asSelf() {
        return withSelf().dirtied().word();
    }

    long establishDial(int dial) {
        if (!holds(dial)) {
            return Result.SUPERSEDED.code();
        }
        return has(PeerFlag.BANNED)
                ? Result.BANNED.code()
                : withDialing(false).opened(0, 1).dirtied().word();
    }

    long openInbound(int most) {
        if (self) {
            return Result.SELF.code();
        }
        if (has(PeerFlag.BANNED)) {
            return Result.BANNED.code();
        }
        return connections() + (dialing ? 1 : 0) >= most
                ? Result.PEER_LIMIT.code()
                : opened(1, 0).word();
    }

    boolean canSupersede(int dial) {
        return holds(dial) || outbound > 0;
    }

    long supersedeOutbound(int dial) {
        return (holds(dial) ? withDialing(false).opened(1, 0) : opened(1, -1)).dirtied().word();
    }

    long closeInbound() {
        return withConnections(inbound - 1, outbound).markedIfUnconnected().word();
    }

    long closeOutbound() {
        return withConnections(inbound, outbound - 1).dirtied().word();
    }

    long retire() {
        return connections() > 0 || dialing || self || has(PeerFlag.BANNED) || isKept()
                ? Result.PEER_IN_USE.code()
                : withMarks(true, true, reported).word();
    }

    long revive() {
        return withMarks(false, dirty, reported).word();
    }

    long drain() {
        return withMarks(retired, false, connections() > 0).withRises(0).word();
    }

    long recycle() {
        return of(0, 0, 0, 0, (generation + 1) % (1 << 27), 0, Set.of()).word();
    }

    long with(PeerFlag flag, boolean on) {
        EnumSet<PeerFlag> changed = EnumSet.noneOf(PeerFlag.class);
        changed.addAll(flags);
        if (on) {
            changed.add(flag);
        } else {
            changed.remove(flag);
        }
        ReferenceWord next = withFlags(changed);
        return (changed.equals(flags) ? next : next.dirtied()).word();
    }

    private boolean holds(int dial) {
        return dialing && epoch == dial;
    }

    private ReferenceWord opened(int moreInbound, int moreOutbound) {
        ReferenceWord more = withConnections(inbound + moreInbound, outbound + moreOutbound);
        return connections() > 0
                ? more
                : more.withMarks(retired, true, reported).withRises(Math.min(255, rises + 1));
    }

    private ReferenceWord dirtied() {
        return withMarks(retired, true, reported);
    }

    private ReferenceWord markedIfUnconnected() {
        return connections() > 0 ? this : withMarks(retired, true, reported);
    }

    private ReferenceWord withConnections(int in, int out) {
        return new ReferenceWord(
                in,
                out,
                epoch,
                rises,
                generation,
                dialing,
                live,
                retired,
                dirty,
                reported,
                backedOff,
                self,
                flags);
    }

    private ReferenceWord withEpoch(int next) {
        return new ReferenceWord(
                inbound,
                outbound,
                next,
                rises,
                generation,
                dialing,
                live,
                retired,
                dirty,
                reported,
                backedOff,
                self,
                flags);
    }

    private ReferenceWord withRises(int next) {
        return new ReferenceWord(
                inbound,
                outbound,
                epoch,
                next,
                generation,
                dialing,
                live,
                retired,
                dirty,
                reported,
                backedOff,
                self,
                flags);
    }

    private ReferenceWord withDialing(boolean next) {
        return new ReferenceWord(
                inbound,
                outbound,
                epoch,
                rises,
                generation,
                next,
                live,
                retired,
                dirty,
                reported,
                backedOff,
                self,
                flags);
    }

    private ReferenceWord withMarks(boolean nextRetired, boolean nextDirty, boolean nextReported) {
        return new ReferenceWord(
                inbound,
                outbound,
                epoch,
                rises,
                generation,
                dialing,
                live,
                nextRetired,
                nextDirty,
                nextReported,
                backedOff,
                self,
                flags);
    }

    private ReferenceWord withFlags(Set<PeerFlag> next) {
        return new ReferenceWord(
                inbound,
                outbound,
                epoch,
                rises,
                generation,
                dialing,
                live,
                retired,
                dirty,
                reported,
                backedOff,
                self,
                next);
    }

    private ReferenceWord withBackedOff(boolean next) {
        return withBackOffAndSelf(next, self);
    }

    private ReferenceWord withSelf() {
        return withBackOffAndSelf(backedOff, true);
    }

    private ReferenceWord withBackOffAndSelf(boolean nextBackedOff, boolean nextSelf) {
        return new ReferenceWord(
                inbound,
                outbound,
                epoch,
                rises,
                generation,
                dialing,
                live,
                retired,
                dirty,
                reported,
                nextBackedOff,
                nextSelf,
                flags);
    }
}

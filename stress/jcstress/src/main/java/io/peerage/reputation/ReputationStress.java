/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.LongColumn;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.model.ScoreVerdict;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A peer's words of reputation, changed from several sides at once. */
public class ReputationStress {
    private static final ScoreConfig CONFIG = ScoreConfig.DEFAULT;
    private static final TagConfig TAGS =
            new TagConfig(
                    List.of(
                            TagKind.plain("plain"),
                            TagKind.decaying("decaying", Duration.ofMinutes(10))),
                    List.of("one", "other"));

    private ReputationStress() {}

    private static PeerScores scores() {
        return new PeerScores(1, CONFIG, new BadScoreTable(CONFIG), 0);
    }

    /** Two changes of a score at once, one of them half a life later: neither is lost, whichever comes first. */
    @JCStressTest
    @Outcome(
            id = "-8000, -12000, -12000",
            expect = Expect.ACCEPTABLE,
            desc = "In the order of their times: the first has halved.")
    @Outcome(
            id = "-16000, -8000, -16000",
            expect = Expect.ACCEPTABLE,
            desc = "The other way round, as if the clock had stepped back: it counts in full.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A change was lost, or decayed twice.")
    @State
    public static class AddAgainstAddLater {
        private final ScoreTable table = scores().own();

        @Actor
        public void now(III_Result r) {
            r.r1 = table.add(0, 0, -8_000, 0);
        }

        @Actor
        public void later(III_Result r) {
            r.r2 = table.add(0, 0, -8_000, CONFIG.halfLifeNanos());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = table.score(0, 0, CONFIG.halfLifeNanos());
        }
    }

    /** Tags of both sorts. */
    @JCStressTest
    @Outcome(id = "12000", expect = Expect.ACCEPTABLE, desc = "All four count.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A change was lost.")
    @State
    public static class TagAgainstTag {
        private final TagTable table = new TagTable(1, TAGS, 0);

        @Actor
        public void one() {
            table.add(0, 0, 0, 1, 0);
            table.add(0, 0, 1, 2, 0);
        }

        @Actor
        public void other() {
            table.add(0, 0, 1, 4, 0);
            table.add(0, 0, 0, 5, 0);
        }

        @Arbiter
        public void rest(J_Result r) {
            r.r1 = table.sum(0, 0, 0);
        }
    }

    /** Own and external score each become bad enough for both together to be too bad: somebody is told. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Whoever came last is told, or both.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The score is bad, and nobody was told.")
    @State
    public static class OwnAgainstExternal {
        private final PeerScores scores = scores();

        @Actor
        public void own(II_Result r) {
            r.r1 = scores.add(0, 0, -12_000, 0) == ScoreVerdict.DISCONNECT ? 1 : 0;
        }

        @Actor
        public void external(II_Result r) {
            r.r2 = scores.putExternal(0, 0, -12, 0) == ScoreVerdict.DISCONNECT ? 1 : 0;
        }
    }

    /** The same, judging by what the other score was before. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Somebody was told.")
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "The score is bad, and nobody was told.")
    @State
    public static class WeakenedOwnAgainstExternal {
        private final PeerScores scores = scores();

        private static int told(int score, int counts) {
            return ScorePolicy.verdict(score, counts, CONFIG) == ScoreVerdict.DISCONNECT ? 1 : 0;
        }

        @Actor
        public void own(II_Result r) {
            int counts = scores.external(0, 0);
            r.r1 = told(scores.own().add(0, 0, -12_000, 0), counts);
        }

        @Actor
        public void external(II_Result r) {
            int score = scores.own(0, 0, 0);
            scores.putExternal(0, 0, -12, 0);
            r.r2 = told(score, scores.external(0, 0));
        }
    }

    /** A change through an old handle against the next tenant. */
    @JCStressTest
    @Outcome(
            id = {"true, true, 0", "false, false, 0", "true, false, 0", "false, true, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Before the tenant and overwritten, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The tenant has what was said of the last one.")
    @State
    public static class StaleAgainstTenant {
        private final PeerScores scores = scores();
        private final TagTable tags = new TagTable(1, TAGS, 0);
        private final ProtectionColumn protections = new ProtectionColumn(1, TAGS);

        @Actor
        public void stale(ZZI_Result r) {
            r.r1 = scores.add(0, 0, -5_000, 0) != null;
            r.r2 = tags.add(0, 0, 0, 5, 0);
            scores.putExternal(0, 0, -5, 0);
            protections.put(0, 0, 1, true);
        }

        @Actor
        public void register() {
            scores.tenant(0, 1, 0);
            tags.tenant(0, 1, 0);
            protections.tenant(0, 1, 0);
        }

        @Arbiter
        public void rest(ZZI_Result r) {
            r.r3 =
                    scores.own(0, 1, 0)
                            + (int) tags.sum(0, 1, 0)
                            + scores.external(0, 1)
                            + (protections.isProtected(0, 1) ? 1 : 0);
        }
    }

    /** The same where the tenant is compared before the change and not in it. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "Before the tenant and overwritten, or refused.")
    @Outcome(
            id = "true, false",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "The tenant is gone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "No such values.")
    @State
    public static class WeakenedStaleAgainstTenant {
        private final LongColumn words = LongColumn.of(1);

        @Actor
        public void stale(ZZ_Result r) {
            long word = words.getAcquire(0);
            r.r1 = DecayWord.isOf(word, 0);
            if (r.r1) {
                words.setVolatile(0, DecayWord.added(word, -1, -9, 9, 0));
            }
        }

        @Actor
        public void register() {
            words.setRelease(0, DecayWord.fresh(1));
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r2 = DecayWord.isOf(words.getAcquire(0), 1);
        }
    }

    /** One protects while another lets go: whatever the order, the peer is protected at the end, and the changes add up to that. */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "Protected all the time.")
    @Outcome(id = "1, -1, 1", expect = Expect.ACCEPTABLE, desc = "Let go, then protected anew.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A change was told twice, or not.")
    @State
    public static class ProtectAgainstRelease {
        private final ProtectionColumn column = new ProtectionColumn(1, TAGS);

        public ProtectAgainstRelease() {
            column.put(0, 0, 0, true);
        }

        private static int told(ProtectionChange change) {
            return change == ProtectionChange.PROTECTED
                    ? 1
                    : change == ProtectionChange.UNPROTECTED ? -1 : 0;
        }

        @Actor
        public void protect(III_Result r) {
            r.r1 = told(column.put(0, 0, 1, true));
        }

        @Actor
        public void letGo(III_Result r) {
            r.r2 = told(column.put(0, 0, 0, false));
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = column.isProtected(0, 0) ? 1 : 0;
        }
    }
}

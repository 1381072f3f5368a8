/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When failures are blamed on this node's own network (features C6). */
class OutageDetectorTest {
    private static final int WINDOW = OutageDetector.WINDOW;

    /** A node that had so many peers when a dial was last answered, and has dialed so often since in vain. */
    private static OutageDetector after(int peers, int unanswered) {
        OutageDetector detector = new OutageDetector();
        detector.record(true);
        assertThat(detector.evaluate(peers)).isFalse();
        unanswered(detector, unanswered);
        return detector;
    }

    private static void unanswered(OutageDetector detector, int dials) {
        for (int i = 0; i < dials; i++) {
            detector.record(false);
        }
    }

    @Test
    void itBeginsWithTheWindowFullOfSilenceAndHalfOfThePeersGone() {
        OutageDetector detector = after(10, WINDOW - 2);
        assertThat(detector.evaluate(5)).as("31 dials, one answered").isFalse();
        detector.record(false);
        assertThat(detector.evaluate(6)).as("more than half are there").isFalse();
        assertThat(detector.isOutage()).isFalse();
        assertThat(detector.evaluate(5)).isTrue();
        assertThat(detector.isOutage()).isTrue();
        assertThat(detector.evaluate(5)).as("nothing new").isFalse();
        assertThat(detector.isOutage()).isTrue();
    }

    @Test
    void twoAnswersAmongTheLastDialsAreTooMany() {
        OutageDetector detector = after(10, 0);
        detector.record(true);
        detector.evaluate(10);
        unanswered(detector, WINDOW - 2);
        assertThat(detector.evaluate(0)).as("two of 32 were answered").isFalse();
        detector.record(false);
        assertThat(detector.evaluate(0)).as("one of 32 was").isTrue();
    }

    @Test
    void whoNeverReachedAnybodyHasBadAddresses() {
        OutageDetector detector = new OutageDetector();
        unanswered(detector, 1_000);
        assertThat(detector.evaluate(0)).isFalse();
        // Those who come by themselves don't show that addresses are good.
        assertThat(detector.evaluate(5)).isFalse();
        assertThat(detector.evaluate(0)).isFalse();
        detector.record(true);
        unanswered(detector, WINDOW);
        assertThat(detector.evaluate(0)).as("nobody stayed").isFalse();
    }

    @Test
    void whatIsLostCountsFromTheLastAnswer() {
        OutageDetector detector = after(10, 5);
        detector.record(true);
        detector.evaluate(4);
        unanswered(detector, WINDOW);
        assertThat(detector.evaluate(3)).isFalse();
        assertThat(detector.evaluate(2)).isTrue();
    }

    @Test
    void anAnswerEndsItWhateverFollows() {
        OutageDetector detector = after(10, WINDOW);
        assertThat(detector.evaluate(2)).isTrue();
        unanswered(detector, 50);
        assertThat(detector.evaluate(2)).isFalse();
        detector.record(true);
        unanswered(detector, WINDOW);
        assertThat(detector.evaluate(2)).as("it ends").isTrue();
        assertThat(detector.isOutage()).isFalse();
        assertThat(detector.evaluate(1)).as("and the window is empty").isFalse();
    }

    @Test
    void aPeerMoreThanAtTheLowestEndsIt() {
        OutageDetector detector = after(10, WINDOW);
        assertThat(detector.evaluate(5)).isTrue();
        assertThat(detector.evaluate(2)).isFalse();
        assertThat(detector.evaluate(2)).isFalse();
        assertThat(detector.evaluate(3)).isTrue();
        assertThat(detector.isOutage()).isFalse();
        unanswered(detector, WINDOW);
        assertThat(detector.evaluate(2)).as("two of three are there").isFalse();
        assertThat(detector.evaluate(1)).isTrue();
    }

    /** The same from lists: a step is a dial that was answered (0), one that wasn't (1 to 14), or a look at so many peers. */
    @Property
    void itIsWhatTheListOfDialsSays(
            @ForAll @Size(max = 400) List<@IntRange(max = 17) Integer> steps) {
        OutageDetector detector = new OutageDetector();
        List<Boolean> dials = new ArrayList<>();
        boolean outage = false;
        boolean answeredSince = false;
        int reference = 0;
        int lowest = 0;
        for (int step : steps) {
            if (step < 15) {
                detector.record(step == 0);
                dials.add(step == 0);
                answeredSince |= step == 0;
            } else {
                int connected = 2 * (step - 15);
                boolean before = outage;
                lowest = outage ? Math.min(lowest, connected) : connected;
                if (outage && (answeredSince || connected > lowest)) {
                    outage = false;
                    dials.clear();
                    reference = connected;
                } else if (!outage) {
                    reference = answeredSince ? connected : reference;
                    if (isSilent(dials) && reference > 0 && 2 * connected <= reference) {
                        outage = true;
                        dials.clear();
                    }
                }
                answeredSince = false;
                assertThat(detector.evaluate(connected)).isEqualTo(outage != before);
            }
            assertThat(detector.isOutage()).isEqualTo(outage);
        }
    }

    private static boolean isSilent(List<Boolean> dials) {
        return dials.size() >= WINDOW
                && dials.subList(dials.size() - WINDOW, dials.size()).stream()
                                .filter(answered -> answered)
                                .count()
                        <= 1;
    }

    /** Of dials that end on many threads none is lost. */
    @Test
    void allDialsCount() {
        Race.rounds(
                200,
                (race, random) -> {
                    OutageDetector detector = after(2, WINDOW - 1 - 3 * 8);
                    race.run(Collections.nCopies(3, () -> unanswered(detector, 8)));
                    assertThat(detector.evaluate(1)).isTrue();
                });
    }
}

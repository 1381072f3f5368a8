/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.peerage.architecture.fixture.BrokenSweep;
import io.peerage.architecture.fixture.BrokenTable;
import io.peerage.architecture.fixture.BrokenWord;
import io.peerage.architecture.fixture.ImpatientTable;
import io.peerage.concurrent.UpwardArrow;
import io.peerage.testing.Docs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the core to the house rules, and the rules to examples that break them. */
class ArchitectureTest {
    /** Without Javadoc: whoever documents a parameter must not have to move a method for it. */
    private static final int MOST_LINES = 500;

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.peerage");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(Rules.ARROWS, UpwardArrow.class, "Direction"),
                Arguments.of(Rules.NO_SYNCHRONIZED_METHOD, BrokenTable.class, "method()"),
                Arguments.of(Rules.NO_MONITOR, BrokenTable.class, "block has a synchronized block"),
                Arguments.of(Rules.NO_LOCK, BrokenTable.class, "ReentrantLock"),
                Arguments.of(Rules.NO_LOCK, BrokenTable.class, "ConcurrentHashMap"),
                Arguments.of(Rules.NO_LOCK, BrokenTable.class, "LockSupport.park"),
                Arguments.of(Rules.NO_WAITING, BrokenTable.class, "Thread.yield"),
                Arguments.of(Rules.NO_THREAD, BrokenTable.class, "java.lang.Thread.<init>"),
                Arguments.of(Rules.NO_CLOCK, BrokenTable.class, "System.nanoTime"),
                Arguments.of(Rules.NO_CLOCK, BrokenTable.class, "SystemNanoClock.INSTANCE"),
                Arguments.of(Rules.VAR_HANDLES, BrokenTable.class, "VarHandle"),
                Arguments.of(Rules.NO_INTERNALS, UsesInternals.class, "com.sun.management"),
                Arguments.of(
                        Rules.NO_USER_CODE_ON_ANY_THREAD,
                        ImpatientTable.class,
                        "CommandSink.close"),
                Arguments.of(Rules.OWNER_S_WORK, ImpatientTable.class, "ImpatientTable.drain()"),
                Arguments.of(Rules.WORDS, BrokenWord.class, "BrokenWord"),
                Arguments.of(Rules.OWNERS, BrokenSweep.class, "BrokenSweep"),
                Arguments.of(Rules.OWNERS, Unannotated.StrayTree.class, "StrayTree"),
                Arguments.of(Rules.SHARED, Unannotated.StrayTable.class, "StrayTable"),
                Arguments.of(Rules.ONE_CONTRACT, BrokenTable.class, "BrokenTable"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCoreKeepsTheRule(ArchRule rule) {
        assertThat(rule.evaluate(CORE).getFailureReport().getDetails()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleCatchesWhatBreaksIt(ArchRule rule, Class<?> broken, String told) {
        JavaClasses fixture = new ClassFileImporter().importClasses(broken);
        assertThat(rule.evaluate(fixture).getFailureReport().getDetails())
                .as("%s on %s", rule.getDescription(), broken.getSimpleName())
                .anyMatch(detail -> detail.contains(told));
    }

    /** What an owner method of an any-thread class does is the owner's, and no violation. */
    @Test
    void theOwnersOwnMethodsAreFree() {
        JavaClasses fixture = new ClassFileImporter().importClasses(ImpatientTable.class);
        assertThat(Rules.OWNER_S_WORK.evaluate(fixture).getFailureReport().getDetails())
                .singleElement()
                .asString()
                .doesNotContain("drainOwned");
    }

    @Test
    void everyRoomIsKnownAndInhabited() {
        List<String> packages =
                CORE.stream().map(type -> type.getPackageName()).distinct().sorted().toList();
        assertThat(packages)
                .containsExactlyInAnyOrderElementsOf(
                        Rooms.all().stream().map(Rooms::packageOf).toList());
    }

    /** The arrows of the table lead down: no room reaches itself. */
    @Test
    void theArrowsHaveNoCycle() {
        for (int above = 0; above < Rooms.all().size(); above++) {
            for (String below : Rooms.ARROWS.get(Rooms.all().get(above))) {
                if (Rooms.all().indexOf(below) < above) {
                    // Rooms beside each other are listed in some order; the way back must be
                    // closed.
                    assertThat(Rooms.ARROWS.get(below)).doesNotContain(Rooms.all().get(above));
                }
            }
        }
        SlicesRuleDefinition.slices()
                .matching("io.peerage.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void noFileIsTooLong() throws IOException {
        Path sources = Docs.root().resolve("core/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(java).hasSizeGreaterThan(50);
            for (Path file : java) {
                assertThat(linesWithoutJavadoc(file))
                        .as("lines of %s; give a part of its job to another class", file)
                        .isLessThanOrEqualTo(MOST_LINES);
            }
        }
    }

    private static long linesWithoutJavadoc(Path file) throws IOException {
        long lines = 0;
        boolean inside = false;
        for (String line : Files.readAllLines(file)) {
            inside |= line.strip().startsWith("/**");
            lines += inside ? 0 : 1;
            inside &= !line.contains("*/");
        }
        return lines;
    }
}

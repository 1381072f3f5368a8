/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Holds the adapter to its shape: thin, no locks, and one room not reaching into another. */
class ArchitectureTest {
    private static final JavaClasses ADAPTER =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.peerage.libp2p");

    private static final ArchRule ARROWS =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("host")
                    .definedBy("io.peerage.libp2p")
                    .layer("inbound")
                    .definedBy("io.peerage.libp2p.inbound")
                    .layer("outbound")
                    .definedBy("io.peerage.libp2p.outbound")
                    .layer("feed")
                    .definedBy("io.peerage.libp2p.feed")
                    .layer("connection")
                    .definedBy("io.peerage.libp2p.connection")
                    .layer("address")
                    .definedBy("io.peerage.libp2p.address")
                    .whereLayer("host")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("inbound")
                    .mayOnlyBeAccessedByLayers("host")
                    .whereLayer("outbound")
                    .mayOnlyBeAccessedByLayers("host")
                    .whereLayer("feed")
                    .mayOnlyBeAccessedByLayers("host")
                    .whereLayer("connection")
                    .mayOnlyBeAccessedByLayers("host", "inbound", "outbound", "feed")
                    .whereLayer("address")
                    .mayOnlyBeAccessedByLayers("host", "inbound", "outbound");

    private static final ArchRule NO_LOCKS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent.locks..")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(ConcurrentHashMap.class);

    private static final ArchRule NO_MONITORS =
            noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

    private static final ArchRule NO_INTERNALS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("sun..", "com.sun..", "jdk.internal..");

    @Test
    void shouldKeepItsRules() {
        assertThat(ADAPTER).hasSizeGreaterThan(15);
        ARROWS.check(ADAPTER);
        NO_LOCKS.check(ADAPTER);
        NO_MONITORS.check(ADAPTER);
        NO_INTERNALS.check(ADAPTER);
    }

    /** Breaks what the adapter may not. */
    private static final class Broken {
        private final ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();

        synchronized int size() {
            return map.size();
        }
    }

    @Test
    void shouldCatchWhatBreaksThem() {
        JavaClasses broken = new ClassFileImporter().importClasses(Broken.class);
        assertThat(new Broken().size()).isZero();

        assertThat(NO_LOCKS.evaluate(broken).hasViolation()).isTrue();
        assertThat(NO_MONITORS.evaluate(broken).hasViolation()).isTrue();
    }
}

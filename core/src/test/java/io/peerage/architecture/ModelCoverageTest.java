/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.peerage.PeerManager;
import io.peerage.testing.Docs;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public method of a manager and its parts is called by the random histories that hold it to a model, or is on a short reviewed list
 * of those that aren't, and docs/testing.md says which model holds which. Read off the calls in the compiled histories.
 */
class ModelCoverageTest {
    /** The code that drives a manager and its model side by side, by the model. */
    private static final Map<String, List<String>> DRIVERS =
            new TreeMap<>(
                    Map.of(
                            "ReferenceManager",
                            List.of("io.peerage.ManagerPair", "io.peerage.ManagerSteps"),
                            "ReferenceKeeper",
                            List.of(
                                    "io.peerage.differential.KeepingPair",
                                    "io.peerage.differential.KeepingModelTest"),
                            "ReferenceShelf",
                            List.of(
                                    "io.peerage.differential.RememberingPair",
                                    "io.peerage.differential.RememberingModelTest")));

    /** What no history calls, and why. */
    private static final Map<String, String> EXCEPTIONS =
            Map.of(
                    "PeerManager.footprint()",
                    "a constant of the configuration, compared with what JOL measures",
                    "PeerBook.config()",
                    "what the builder was given",
                    "Explanations.describe(long)",
                    "words for people; what they are made of is asked by itself",
                    "Explanations.dump()",
                    "words for people; what they are made of is asked by itself");

    private static final JavaClasses HISTORIES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.OnlyIncludeTests())
                    .importPackages("io.peerage");

    /** Calls that only give a part. */
    private static final Set<String> ACCESSORS =
            Arrays.stream(PeerManager.class.getDeclaredMethods())
                    .filter(method -> parts().contains(method.getReturnType()))
                    .map(method -> "PeerManager." + method.getName() + "()")
                    .collect(Collectors.toSet());

    private static List<Class<?>> parts() {
        Set<Class<?>> parts = new LinkedHashSet<>(List.of(PeerManager.class));
        for (Method method : PeerManager.class.getDeclaredMethods()) {
            Class<?> type = method.getReturnType();
            if (isPublic(method)
                    && type.getPackage() == PeerManager.class.getPackage()
                    && !Modifier.isStatic(method.getModifiers())) {
                parts.add(type);
            }
        }
        return parts.stream().sorted(Comparator.comparing(ModelCoverageTest::rank)).toList();
    }

    private static String rank(Class<?> part) {
        return part == PeerManager.class ? "" : part.getName();
    }

    private static boolean isPublic(Method method) {
        return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
    }

    private static Set<String> methods(Class<?> part) {
        return Arrays.stream(part.getDeclaredMethods())
                .filter(ModelCoverageTest::isPublic)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(
                        method ->
                                signature(
                                        part.getSimpleName(),
                                        method.getName(),
                                        Stream.of(method.getParameterTypes())
                                                .map(Class::getSimpleName)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(String part, String method, Stream<String> parameters) {
        return part + "." + method + parameters.collect(Collectors.joining(", ", "(", ")"));
    }

    /** What the histories of a model call of a manager and its parts. */
    private static Set<String> calledBy(List<String> drivers) {
        Set<String> called = new TreeSet<>();
        for (JavaClass history : HISTORIES) {
            if (drivers.contains(outermost(history.getName()))) {
                Stream.<JavaAccess<?>>concat(
                                history.getCodeUnitCallsFromSelf().stream(),
                                history.getCodeUnitReferencesFromSelf().stream())
                        .filter(
                                access ->
                                        access.getTargetOwner()
                                                .getPackageName()
                                                .equals("io.peerage"))
                        .forEach(access -> called.add(signature(access)));
            }
        }
        return called;
    }

    private static String outermost(String name) {
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    private static String signature(JavaAccess<?> access) {
        return access.getTarget()
                .resolveMember()
                .filter(JavaCodeUnit.class::isInstance)
                .map(JavaCodeUnit.class::cast)
                .map(
                        unit ->
                                signature(
                                        unit.getOwner().getSimpleName(),
                                        unit.getName(),
                                        unit.getRawParameterTypes().stream()
                                                .map(JavaClass::getSimpleName)))
                .orElse("");
    }

    private static Map<String, Set<String>> calledByModel() {
        Map<String, Set<String>> called = new TreeMap<>();
        DRIVERS.forEach((model, drivers) -> called.put(model, calledBy(drivers)));
        return called;
    }

    @Test
    void everyPublicMethodIsHeldToAModelOrIsAnException() {
        Set<String> held = new TreeSet<>();
        calledByModel().values().forEach(held::addAll);
        Set<String> missing = new TreeSet<>();
        parts().forEach(part -> missing.addAll(methods(part)));
        missing.removeAll(held);
        assertThat(missing)
                .as("neither called by a history nor on the list of exceptions, or no longer one")
                .containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
    }

    /** Without the histories of the others, scores would be told as missing. */
    @Test
    void whatAHistoryDoesNotCallIsNotCounted() {
        Set<String> ofTheBook = calledByModel().get("ReferenceShelf");
        assertThat(ofTheBook)
                .contains("PeerBook.gone(long, byte[], long, long)", "PeerManager.tick()")
                .doesNotContain("Reputation.add(long, int)", "PeerManager.tick(long)");
    }

    @Test
    void theDocumentSaysWhichModelHoldsWhat() {
        Map<String, Set<String>> called = calledByModel();
        List<List<String>> expected = new ArrayList<>();
        for (Class<?> part : parts()) {
            for (Map.Entry<String, Set<String>> model : called.entrySet()) {
                Set<String> held = methods(part);
                held.retainAll(model.getValue());
                held.removeIf(ACCESSORS::contains);
                if (!held.isEmpty()) {
                    expected.add(
                            List.of(
                                    "`" + part.getSimpleName() + "`",
                                    names(held),
                                    "`" + model.getKey() + "`"));
                }
            }
        }
        assertThat(Docs.table("testing.md", "part"))
                .as("the table of docs/testing.md should read\n%s", rows(expected))
                .isEqualTo(expected);
    }

    private static String names(Set<String> signatures) {
        return signatures.stream()
                .map(one -> "`" + one.substring(one.indexOf('.') + 1, one.indexOf('(')) + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String rows(List<List<String>> rows) {
        return rows.stream()
                .map(row -> "| " + String.join(" | ", row) + " |")
                .collect(Collectors.joining("\n"));
    }
}

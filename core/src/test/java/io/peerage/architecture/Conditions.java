/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.peerage.concurrent.OwnerThread;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Conditions that ArchUnit has no words for. */
final class Conditions {
    private Conditions() {}

    private static ArchCondition<JavaClass> condition(
            String description, BiConsumer<JavaClass, Consumer<String>> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(
                        type,
                        violation -> events.add(SimpleConditionEvent.violated(type, violation)));
            }
        };
    }

    static ArchCondition<JavaClass> enterNoMonitor() {
        return condition(
                "enter no monitor",
                (type, violated) ->
                        ClassFiles.methodsWithMonitors(type.getName())
                                .forEach(
                                        method ->
                                                violated.accept(
                                                        type.getName()
                                                                + "."
                                                                + method
                                                                + " has a synchronized block")));
    }

    /** Dependencies on other classes of the core, by room. */
    static ArchCondition<JavaClass> followTheArrows() {
        return condition(
                "use only the rooms that the arrows of their own lead to",
                (type, violated) -> {
                    String from = Rooms.roomOf(type.getPackageName());
                    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        JavaClass target = dependency.getTargetClass().getBaseComponentType();
                        String to = Rooms.roomOf(target.getPackageName());
                        boolean allowed =
                                to == null
                                        || to.equals(from)
                                        || from != null && Rooms.ARROWS.get(from).contains(to);
                        if (!allowed) {
                            violated.accept(dependency.getDescription());
                        }
                    }
                });
    }

    static ArchCondition<JavaClass> dependOnNone(
            String what, DescribedPredicate<? super JavaClass> forbidden) {
        return condition(
                "depend on no " + what,
                (type, violated) ->
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(
                                        dependency ->
                                                forbidden.test(
                                                        dependency
                                                                .getTargetClass()
                                                                .getBaseComponentType()))
                                .forEach(
                                        dependency ->
                                                violated.accept(dependency.getDescription())));
    }

    /** Calls, constructor calls, method references and field accesses. */
    static ArchCondition<JavaClass> accessNone(
            String what, DescribedPredicate<? super JavaAccess<?>> forbidden) {
        return condition(
                "access no " + what,
                (type, violated) ->
                        type.getAccessesFromSelf().stream()
                                .filter(forbidden)
                                .forEach(access -> violated.accept(access.getDescription())));
    }

    /** What runs on any thread must not reach what only the owner may touch, unless it is the owner's itself. */
    static ArchCondition<JavaClass> leaveTheOwnersWorkToTheOwner() {
        return condition(
                "leave the owner's work to the owner",
                (type, violated) ->
                        type.getCodeUnitAccessesFromSelf().stream()
                                .filter(access -> !isOwners(access.getOrigin()))
                                .filter(
                                        access ->
                                                access.getTarget()
                                                        .resolveMember()
                                                        .map(Conditions::isOwners)
                                                        .orElse(false))
                                .forEach(access -> violated.accept(access.getDescription())));
    }

    private static boolean isOwners(JavaCodeUnit unit) {
        return isOwners((JavaMember) unit);
    }

    private static boolean isOwners(JavaMember member) {
        return member.isAnnotatedWith(OwnerThread.class)
                || member.getOwner().isAnnotatedWith(OwnerThread.class);
    }
}

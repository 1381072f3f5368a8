/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.OwnerThread;
import io.peerage.concurrent.PureFunction;
import java.lang.annotation.Annotation;
import java.util.Set;

/** The house rules, each with its reason, to be evaluated on the core and on fixtures that break them. */
final class Rules {
    static final ArchRule ARROWS =
            classes()
                    .should(Conditions.followTheArrows())
                    .because("a change below must not be seen above, and a reader needs an order");

    static final ArchRule NO_SYNCHRONIZED_METHOD =
            noMethods()
                    .should()
                    .haveModifier(JavaModifier.SYNCHRONIZED)
                    .because("a suspended thread must not stop the others");

    static final ArchRule NO_MONITOR =
            classes()
                    .should(Conditions.enterNoMonitor())
                    .because("a suspended thread must not stop the others");

    static final ArchRule NO_LOCK =
            classes()
                    .that(
                            describe(
                                    "don't record, which has calls take turns",
                                    type -> !type.getName().equals("io.peerage.journal.Recorder")))
                    .should(
                            Conditions.dependOnNone(
                                    "lock or blocking or locking collection",
                                    describe("blocks", Rules::isBlocking)))
                    .because("a suspended thread must not stop the others");

    static final ArchRule NO_WAITING =
            classes()
                    .should(
                            Conditions.accessNone(
                                    "method that waits", describe("waits", Rules::isWaiting)))
                    .because("nothing on any thread waits for another");

    static final ArchRule NO_THREAD =
            classes()
                    .should(
                            Conditions.accessNone(
                                    "thread or executor of its own",
                                    describe("makes a thread", Rules::isThreadMaking)))
                    .because("the application owns all threads");

    static final ArchRule NO_CLOCK =
            classes()
                    .should(
                            Conditions.accessNone(
                                    "clock of the system",
                                    describe("reads the system's clock", Rules::isSystemClock)))
                    .because("time is injected: tests and replays decide what time it is");

    static final ArchRule VAR_HANDLES =
            classes()
                    .that(
                            describe(
                                    "are outside concurrent",
                                    type ->
                                            !type.getPackageName()
                                                            .equals(Rooms.packageOf("concurrent"))
                                                    && !type.getName()
                                                            .equals(
                                                                    "io.peerage.hash.LittleEndian")))
                    .should(
                            Conditions.dependOnNone(
                                    "VarHandle, atomic or Unsafe",
                                    describe("orders memory", Rules::isMemoryOrder)))
                    .because("whoever argues about memory order has one room to read");

    static final ArchRule NO_INTERNALS =
            classes()
                    .should(
                            Conditions.dependOnNone(
                                    "internal class of the JDK",
                                    describe("is internal", Rules::isInternal)))
                    .because("the jars run without a flag and without a warning");

    static final ArchRule NO_USER_CODE_ON_ANY_THREAD =
            classes()
                    .that()
                    .areAnnotatedWith(AnyThread.class)
                    .should(
                            Conditions.dependOnNone(
                                    "user code",
                                    describe(
                                            "is what users implement",
                                            type ->
                                                    type.getPackageName()
                                                            .equals(Rooms.packageOf("event")))))
                    .because("user code runs on the owner thread only");

    static final ArchRule OWNER_S_WORK =
            classes()
                    .that()
                    .areAnnotatedWith(AnyThread.class)
                    .should(Conditions.leaveTheOwnersWorkToTheOwner())
                    .because("owner structures are not made for two threads");

    static final ArchRule WORDS = suffix(PureFunction.class, "Word");
    static final ArchRule SHARED =
            suffix(AnyThread.class, "Table", "Column", "Columns", "Counters", "Permits");
    static final ArchRule OWNERS =
            suffix(OwnerThread.class, "Sweep", "Dispatcher", "Tick", "Tree", "Planner", "Selector");

    static final ArchRule ONE_CONTRACT =
            noClasses().should(haveSeveralContracts()).because("a class has one contract");

    private static final Set<String> WAITS =
            Set.of(
                    "java.lang.Thread.sleep",
                    "java.lang.Thread.yield",
                    "java.lang.Thread.join",
                    "java.lang.Thread.onSpinWait",
                    "java.lang.Object.wait",
                    "java.lang.Object.notify",
                    "java.lang.Object.notifyAll");

    private static final Set<String> DEFAULTS =
            Set.of(
                    "org.agrona.concurrent.SystemNanoClock.INSTANCE",
                    "org.agrona.concurrent.SystemEpochClock.INSTANCE");
    private static final Set<String> CLOCKS =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "org.agrona.concurrent.SystemNanoClock.INSTANCE",
                    "org.agrona.concurrent.SystemEpochClock.INSTANCE");

    private Rules() {}

    private static ArchRule suffix(Class<? extends Annotation> contract, String... suffixes) {
        return classes()
                .that(
                        describe(
                                "are named …" + String.join(", …", suffixes),
                                type -> hasSuffix(type, suffixes)))
                .should(beAnnotatedWith(contract))
                .because("the suffix of a class tells its contract");
    }

    private static boolean hasSuffix(JavaClass type, String... suffixes) {
        for (String suffix : suffixes) {
            if (type.getSimpleName().endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlocking(JavaClass type) {
        String name = type.getName();
        return name.startsWith("java.util.concurrent.locks.")
                || name.startsWith("java.util.concurrent.")
                        && (name.contains("Concurrent")
                                || name.contains("Blocking")
                                || name.contains("Latch")
                                || name.contains("Barrier")
                                || name.endsWith("Semaphore")
                                || name.endsWith("Phaser")
                                || name.contains("Future"))
                || Set.of("java.util.Hashtable", "java.util.Vector", "java.lang.StringBuffer")
                        .contains(name);
    }

    private static String target(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }

    private static boolean isWaiting(JavaAccess<?> access) {
        return WAITS.contains(target(access))
                || Set.of("wait", "notify", "notifyAll").contains(access.getTarget().getName());
    }

    private static boolean isThreadMaking(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean made = access.getTarget().getName().equals("<init>");
        return made && owner.isAssignableTo(Thread.class)
                || owner.getName().startsWith("java.util.concurrent.Executor")
                || owner.getName().contains("ExecutorService")
                || owner.getName().equals("java.util.concurrent.ForkJoinPool")
                || target(access).startsWith("java.lang.Thread.start")
                || target(access).startsWith("java.lang.Thread.of")
                || target(access).equals("java.util.Timer.<init>");
    }

    // The one default that a user gets who doesn't inject a clock.
    private static boolean isSystemClock(JavaAccess<?> access) {
        String target = target(access);
        boolean reads =
                CLOCKS.contains(target)
                        || access.getTarget().getName().equals("now")
                                && target.startsWith("java.time.")
                        || target.startsWith("java.time.Clock.system")
                        || target.equals("java.util.Date.<init>");
        return reads
                && !(DEFAULTS.contains(target)
                        && access.getOriginOwner()
                                .getName()
                                .equals("io.peerage.PeerManagerBuilder"));
    }

    // An atomic that hands out numbers while managers are built orders nothing.
    private static boolean isMemoryOrder(JavaClass type) {
        String name = type.getName();
        return name.startsWith("java.lang.invoke.VarHandle")
                || name.equals("java.lang.invoke.MethodHandles")
                || name.startsWith("java.util.concurrent.atomic.")
                        && !name.equals("java.util.concurrent.atomic.AtomicInteger");
    }

    private static boolean isInternal(JavaClass type) {
        String name = type.getName();
        return name.startsWith("sun.")
                || name.startsWith("com.sun.")
                || name.startsWith("jdk.internal.")
                || name.startsWith("org.agrona.UnsafeA");
    }

    private static ArchCondition<JavaClass> haveSeveralContracts() {
        return ArchCondition.from(
                describe(
                        "have several of any thread, owner thread, pure function",
                        type ->
                                count(type, AnyThread.class)
                                                + count(type, OwnerThread.class)
                                                + count(type, PureFunction.class)
                                        > 1));
    }

    private static int count(JavaClass type, Class<? extends Annotation> contract) {
        return type.isAnnotatedWith(contract) ? 1 : 0;
    }
}

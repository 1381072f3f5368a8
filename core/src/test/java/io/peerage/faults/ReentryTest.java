/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.CidrRules;
import io.peerage.model.AddressBuffer;
import io.peerage.model.PeerDataKey;
import io.peerage.testing.Ids;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call may be made from inside every callback. */
class ReentryTest {
    // How often a callback calls back; each time all there is.
    private static final int TIMES = 3;

    private final Set<String> called = new TreeSet<>();
    private FaultyNode node;
    private int times;
    private int ticks;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Callback.class)
    void everyCallMayBeMadeFromEveryCallback(Callback where) {
        node = new FaultyNode(where, this::callEverything);
        node.live();

        assertThat(node.errors).isEmpty();
        assertThat(called).hasSizeGreaterThan(100);
        assertThat(ticks).as("what ticks inside ticks did").isZero();
        node.run(30);
        assertThat(node.manager.pendingInbound()).isZero();
        assertThat(node.manager.verify()).isEmpty();
        // Whatever was closed and banned: somebody else can still come.
        long ticket = node.manager.admitInbound(0, 0);
        assertThat(ticket).isPositive();
        assertThat(node.manager.establishInbound(ticket, Ids.id(99))).isPositive();
        int before = node.told.size();
        node.run(1);
        assertThat(node.told.subList(before, node.told.size()))
                .anyMatch(text -> text.startsWith(Callback.CONNECTED.name()));
    }

    private void callEverything() {
        if (times++ >= TIMES) {
            return;
        }
        PeerManager manager = node.manager;
        List<Object> targets = new ArrayList<>(List.of(manager));
        for (Method method : methods(PeerManager.class)) {
            if (method.getParameterCount() == 0
                    && method.getReturnType().getPackage() == PeerManager.class.getPackage()) {
                targets.add(invoke(method, manager));
            }
        }
        // All on the same peer and connection, and on those that there are none of.
        long connection = node.connect(times);
        for (long[] handles :
                new long[][] {{0, 0}, {connection, node.peer(times)}, {node.peer(times), 1}}) {
            for (Object target : targets) {
                for (Method method : methods(target.getClass())) {
                    call(target, method, handles);
                }
            }
        }
    }

    // In an order that every machine agrees on; reflection promises none.
    private static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() == type)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .sorted(Comparator.comparing(Method::toGenericString))
                .toList();
    }

    private void call(Object target, Method method, long[] handles) {
        Object[] arguments = new Object[method.getParameterCount()];
        int handle = 0;
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            arguments[i] =
                    type == long.class ? (Object) handles[Math.min(handle++, 1)] : argument(type);
        }
        Object result = invoke(method, target, arguments);
        called.add(method.toGenericString());
        if (method.getName().equals("tick")) {
            ticks += (int) result;
        }
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            // Connections are no peers, numbers of groups have ranges.
            if (e.getCause() instanceof IllegalArgumentException
                    || e.getCause() instanceof IndexOutOfBoundsException) {
                return 0;
            }
            throw new AssertionError(method + Arrays.toString(arguments), e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private Object argument(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == double.class) {
            return 1.0;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == byte[].class) {
            return Ids.id(times);
        }
        if (type == byte[][].class) {
            return new byte[][] {Ids.id(times), Ids.id(98)};
        }
        if (type == int[].class) {
            return new int[4];
        }
        if (type == long[].class) {
            return new long[4];
        }
        if (type == String.class || type == Object.class) {
            return "text";
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == PeerDataKey.class) {
            return FaultyNode.NOTE;
        }
        if (type == CidrRules.class) {
            return CidrRules.NONE;
        }
        if (type == AddressBuffer.class) {
            return new AddressBuffer();
        }
        if (type == Path.class) {
            return folder.resolve("snapshot");
        }
        throw new AssertionError("no argument of " + type);
    }
}

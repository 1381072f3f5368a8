/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.DataConfig;
import io.peerage.journal.JournalException;
import io.peerage.journal.ReplayTarget;
import io.peerage.journal.ReplayedThrow;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes recorded calls on a manager: those that a recorded manager records, and no others.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(1) a call, by reflection on this project's own classes.
 */
final class RecordedCalls implements ReplayTarget {
    private final Map<String, List<Method>> operations = new HashMap<>();
    private final Map<Method, Object> receivers = new HashMap<>();

    RecordedCalls(PeerManager manager, DataConfig data) {
        offer("", RecordedManager.class, manager);
        offer("dialing.", RecordedDialing.class, manager.dialing());
        offer("bans.", RecordedBans.class, manager.bans());
        offer("reputation.", RecordedReputation.class, manager.reputation());
        offer("facts.", RecordedFacts.class, manager.facts());
        offer("pruning.", RecordedPruning.class, manager.pruning());
        offer("services.", RecordedServices.class, manager.services());
        offer("groups.", RecordedGroups.class, manager.groups());
        offer("book.", RecordedBook.class, manager.book());
        offerAll("data.", new ReplayedData(manager.data(), data));
        offerAll("batches.", new ReplayedBatches(manager.batches()));
    }

    private void offerAll(String prefix, Object receiver) {
        for (Method method : receiver.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                offer(prefix, method, receiver);
            }
        }
    }

    private void offer(String prefix, Class<?> recorded, Object receiver) {
        for (Method method : recorded.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                offer(prefix, original(recorded, method), receiver);
            }
        }
    }

    private void offer(String prefix, Method method, Object receiver) {
        operations
                .computeIfAbsent(prefix + method.getName(), name -> new ArrayList<>())
                .add(method);
        receivers.put(method, receiver);
    }

    private static Method original(Class<?> recorded, Method method) {
        try {
            return recorded.getSuperclass().getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(method + " overrides nothing", e);
        }
    }

    @Override
    public long call(String operation, @Nullable Object[] arguments)
            throws JournalException, ReplayedThrow {
        Method method = find(operation, arguments);
        try {
            Object result = method.invoke(receivers.get(method), arguments);
            return result instanceof Number number ? number.longValue() : 0;
        } catch (InvocationTargetException e) {
            throw new ReplayedThrow(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is out of reach", e);
        }
    }

    private Method find(String operation, @Nullable Object[] arguments) throws JournalException {
        for (Method method : operations.getOrDefault(operation, List.of())) {
            if (takes(method, arguments)) {
                return method;
            }
        }
        throw new JournalException(
                "this version has no call "
                        + operation
                        + " of "
                        + arguments.length
                        + " such arguments; replay the journal with the version that recorded it");
    }

    private static boolean takes(Method method, @Nullable Object[] arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!takes(types[i], arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(Class<?> type, @Nullable Object argument) {
        if (!type.isPrimitive()) {
            return argument == null || type.isInstance(argument);
        }
        return type == long.class && argument instanceof Long
                || type == int.class && argument instanceof Integer
                || type == boolean.class && argument instanceof Boolean
                || type == double.class && argument instanceof Double;
    }
}

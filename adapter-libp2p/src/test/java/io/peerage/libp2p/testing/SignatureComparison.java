/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares our signature of a class with the class itself, by names, since the two come from different loaders.
 *
 * <p>All that our signature promises must be in the real class: the kind of class, its supertypes, and each public member with
 * the same types, generic ones too, and the same modifiers. An interface must promise all its abstract methods or none, so that
 * what implements our signature implements the real one; an enum all its constants, in order.
 *
 * <p><b>Threading</b>: pure functions, any thread.
 */
public final class SignatureComparison {
    private static final int KIND =
            Modifier.PUBLIC | Modifier.ABSTRACT | Modifier.INTERFACE | Modifier.STATIC;
    private static final int MEMBER = Modifier.PUBLIC | Modifier.ABSTRACT | Modifier.STATIC;

    private SignatureComparison() {}

    /** What differs, one sentence each; empty if nothing does. */
    public static List<String> differences(Class<?> ours, Class<?> real) {
        List<String> found = new ArrayList<>();
        String name = ours.getName();
        if ((ours.getModifiers() & KIND) != (real.getModifiers() & KIND)) {
            found.add(name + " is " + kind(ours) + " here and " + kind(real) + " there");
        }
        // A class that isn't final there may be extended there; ours need not be.
        if (Modifier.isFinal(ours.getModifiers())
                && !Modifier.isFinal(real.getModifiers())
                && ours.getDeclaredConstructors().length == 0) {
            found.add(name + " is final only here");
        }
        if (!parameters(ours).equals(parameters(real))) {
            found.add(name + " has parameters " + parameters(ours) + ", there " + parameters(real));
        }
        missing(supertypes(ours), supertypes(real))
                .forEach(type -> found.add(name + " is no " + type));
        missing(members(ours), members(real))
                .forEach(member -> found.add(name + " has no " + member));
        // One of which none is promised only stands in other signatures.
        if (ours.isInterface() && !abstractMethods(ours).isEmpty()) {
            missing(abstractMethods(real), abstractMethods(ours))
                    .forEach(method -> found.add(name + " lacks here " + method));
        }
        if (ours.isEnum() && !constants(ours).equals(constants(real))) {
            found.add(name + " has other constants: " + constants(real));
        }
        return found;
    }

    private static String kind(Class<?> type) {
        return Modifier.toString(type.getModifiers()) + (type.isInterface() ? "" : " class");
    }

    private static List<String> parameters(Class<?> type) {
        return Stream.of(type.getTypeParameters())
                .map(p -> p.getName() + " extends " + Arrays.toString(p.getBounds()))
                .map(SignatureComparison::plain)
                .toList();
    }

    private static Set<String> missing(Set<String> promised, Set<String> there) {
        Set<String> missing = new TreeSet<>(promised);
        missing.removeAll(there);
        return missing;
    }

    private static Set<String> supertypes(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Class<?> up = type; up != null; up = up.getSuperclass()) {
            names.add(up.getName());
            for (Class<?> one : up.getInterfaces()) {
                names.addAll(supertypes(one));
            }
        }
        names.remove(type.getName());
        return names;
    }

    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isShown(constructor.getModifiers()) && !constructor.isSynthetic()) {
                members.add(signature(constructor, "constructor"));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isShown(method.getModifiers()) && !method.isSynthetic()) {
                members.add(text(method));
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isShown(field.getModifiers()) && !field.isEnumConstant()) {
                members.add(
                        Modifier.toString(field.getModifiers())
                                + " "
                                + plain(field.getGenericType().getTypeName())
                                + " "
                                + field.getName());
            }
        }
        return members;
    }

    private static Set<String> abstractMethods(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(SignatureComparison::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Method method) {
        return (method.isDefault() ? "default " : "")
                + signature(
                        method,
                        plain(method.getGenericReturnType().getTypeName())
                                + " "
                                + method.getName());
    }

    private static String signature(Executable executable, String name) {
        return Modifier.toString(executable.getModifiers() & MEMBER)
                + " "
                + name
                + Stream.of(executable.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .map(SignatureComparison::plain)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static boolean isShown(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static List<String> constants(Class<?> type) {
        return Stream.of(type.getFields())
                .filter(Field::isEnumConstant)
                .map(Field::getName)
                .toList();
    }

    // An unbounded wildcard and one bounded by Object are the same type.
    private static String plain(String type) {
        return Objects.requireNonNull(type)
                .replace("? extends java.lang.Object", "?")
                .replace("class ", "")
                .replace("interface ", "");
    }
}

/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Defines the core's classes anew, with a call to {@link StepHook} at the entry of every accessor of {@code IntColumn}, {@code LongColumn},
 * {@code ReferenceColumn} and {@code StateCell}, through which all shared memory of the core is reached.
 */
final class SteppedLoader extends ClassLoader {
    private static final String CORE = "io.peerage.";
    private static final Set<String> SHARED_MEMORY =
            Set.of(
                    "io.peerage.concurrent.IntColumn",
                    "io.peerage.concurrent.LongColumn",
                    "io.peerage.concurrent.ReferenceColumn",
                    "io.peerage.concurrent.StateCell");
    private static final Set<String> HARNESS =
            Set.of(
                    StepHook.class.getName(),
                    SteppedThread.class.getName(),
                    SuspensionScenario.class.getName());

    // What the hook would not see. A tag is taken once, when a manager is built; ids are the
    // caller's; a recorded manager's calls take turns.
    private static final Set<String> OTHER_SHARED_MEMORY =
            Set.of("java/lang/invoke/VarHandle", "java/util/concurrent/");
    private static final Set<String> NOT_SHARED =
            Set.of(
                    "io.peerage.ManagerParts",
                    "io.peerage.hash.LittleEndian",
                    "io.peerage.journal.Recorder");

    private final Set<String> bypassing = new TreeSet<>();

    static {
        registerAsParallelCapable();
    }

    SteppedLoader() {
        super(SteppedLoader.class.getClassLoader());
    }

    /** A scenario of this package, its classes and the core's defined anew. */
    static SuspensionScenario scenario(String name) {
        try {
            return (SuspensionScenario)
                    new SteppedLoader()
                            .loadClass(SteppedLoader.class.getPackageName() + "." + name)
                            .getConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    /** Core classes that reach shared memory past the hook. */
    Set<String> bypassing() {
        return bypassing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(CORE) || HARNESS.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassReader reader = new ClassReader(in);
            byte[] code =
                    SHARED_MEMORY.contains(name) ? instrumented(reader) : checked(name, reader);
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] instrumented(ClassReader reader) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Instrumenter(writer), 0);
        return writer.toByteArray();
    }

    private byte[] checked(String name, ClassReader reader) {
        ClassWriter writer = new ClassWriter(0);
        reader.accept(writer, 0);
        byte[] code = writer.toByteArray();
        if (!name.startsWith(getClass().getPackageName()) && !NOT_SHARED.contains(name)) {
            String constants = new String(code, StandardCharsets.ISO_8859_1);
            for (String other : OTHER_SHARED_MEMORY) {
                if (constants.contains(other)) {
                    bypassing.add(name + " uses " + other);
                }
            }
        }
        return code;
    }

    /** Puts the call in front of what reads or writes a word. */
    private static final class Instrumenter extends ClassVisitor {
        Instrumenter(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method =
                    super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean accesses =
                    name.startsWith("get") || name.startsWith("set") || name.equals("cas");
            return accesses && (access & Opcodes.ACC_STATIC) == 0 ? new Stepping(method) : method;
        }
    }

    /** Calls the hook first. */
    private static final class Stepping extends MethodVisitor {
        Stepping(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    StepHook.class.getName().replace('.', '/'),
                    "step",
                    "()V",
                    false);
        }
    }
}

/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A block of Java in a document. It is a whole class, or a fragment: members, each ended by a blank line, then statements, which
 * find what they don't declare in the fields of a class that they extend.
 *
 * @param document the file, relative to the project
 * @param line where the block begins
 * @param code what it says
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record DocBlock(String document, int line, String code) {
    private static final String NAME = "Fragment";
    private static final Pattern MEMBER =
            Pattern.compile(
                    "(?s)\\s*(/\\*\\*.*?\\*/\\s*)?(@\\w+\\s+)*(public |private |static |final |abstract )*"
                            + "(class|record|enum|interface|static) .*");
    private static final Pattern WHOLE = Pattern.compile("(?s)(import|package) .*");

    /** All blocks of Java in all documents. */
    public static List<DocBlock> all() {
        return DocFence.all("java").stream()
                .map(fence -> new DocBlock(fence.document(), fence.line() + 1, fence.text()))
                .toList();
    }

    /** Whether the block mentions this. */
    public boolean mentions(String what) {
        return code.contains(what);
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }

    /** Compiles the block; a fragment extends the context. An {@link AssertionError} with every message if that fails. */
    public Compiled compiled(Class<?> context, List<String> imports) {
        boolean whole = WHOLE.matcher(code).matches();
        String name = whole ? wholeName() : NAME;
        Memory source = new Memory(name);
        source.text = whole ? code : fragment(context, imports);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        Classes classes = new Classes(compiler.getStandardFileManager(problems, null, null));
        boolean good =
                compiler.getTask(
                                null,
                                classes,
                                problems,
                                List.of("-proc:none", "-Xlint:all,-serial,-static,-processing"),
                                null,
                                List.of(source))
                        .call();
        List<String> told =
                problems.getDiagnostics().stream()
                        .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
                        .filter(problem -> problem.getSource() != null)
                        .map(problem -> problem.getMessage(null))
                        .toList();
        if (!good || !told.isEmpty()) {
            throw new AssertionError(
                    this + " doesn't compile: " + told + "\n" + source.text.indent(4));
        }
        return new Compiled(name, classes.compiled);
    }

    private String wholeName() {
        return Pattern.compile("(class|record|enum|interface) (\\w+)")
                .matcher(code)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(this + " declares no type"))
                .group(2);
    }

    private String fragment(Class<?> context, List<String> imports) {
        List<String> parts = new ArrayList<>(Arrays.asList(code.split("\n\\s*\n", -1)));
        StringBuilder members = new StringBuilder();
        while (!parts.isEmpty() && MEMBER.matcher(parts.get(0)).matches()) {
            StringBuilder member = new StringBuilder();
            do {
                member.append(parts.remove(0)).append("\n\n");
            } while (!parts.isEmpty() && isOpen(member));
            members.append(member);
        }
        // What a fragment writes, it writes into a folder of the test's.
        String statements =
                String.join("\n\n", parts).replaceAll("\\bPath\\.of\\(\"", "folder.resolve(\"");
        return imports.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining())
                + "class "
                + NAME
                + " extends "
                + context.getCanonicalName()
                + " {\n"
                + members
                + "public void run() throws Exception {\n"
                + statements
                + "\n}\n}\n";
    }

    private static boolean isOpen(CharSequence text) {
        return text.chars().filter(c -> c == '{').count()
                > text.chars().filter(c -> c == '}').count();
    }

    /** The classes of a block. */
    public static final class Compiled {
        private final String name;
        private final Map<String, Memory> classes;

        private Compiled(String name, Map<String, Memory> classes) {
            this.name = name;
            this.classes = classes;
        }

        /** The class of the block, initialised. */
        public Class<?> load() {
            try {
                return Class.forName(name, true, new Loader(classes));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        /** A new object of the block's class. */
        public Object instance() {
            try {
                var constructor = load().getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw new AssertionError("the block's fields can't be set", e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("the block's class can't be made", e);
            }
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, Memory> classes;

        Loader(Map<String, Memory> classes) {
            super(DocBlock.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Memory found = classes.get(name);
            if (found == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = found.bytes.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static final class Memory extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String text = "";

        Memory(String name) {
            super(
                    URI.create("memory:///" + name.replace('.', '/') + Kind.SOURCE.extension),
                    Kind.SOURCE);
        }

        Memory(String name, Kind kind) {
            super(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, Memory> compiled = new HashMap<>();

        Classes(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            Memory made = new Memory(name, kind);
            compiled.put(name, made);
            return made;
        }
    }
}

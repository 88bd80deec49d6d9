package dev.holdfast;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code keeps to the table of packages in ARCHITECTURE.md, which is read here and written nowhere else. */
final class ArchitectureTest {

    private static final String ROOT = "dev.holdfast";
    private static final String EVERYTHING = "everything above";

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("/server/"))
            .importPackages(ROOT);

    private static final Map<String, List<String>> TABLE = readTable();

    @Test
    void everyPackageHasItsRowAndEveryRowItsPackage() {
        Set<String> packages =
                SERVER.stream().map(ArchitectureTest::row).collect(Collectors.toCollection(TreeSet::new));

        assertThat(TABLE.keySet())
                .as("rows of the table in ARCHITECTURE.md; add or remove the row together with the package")
                .containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void noArrowPointsUp() {
        List<String> above = new ArrayList<>();
        TABLE.forEach((row, mayUse) -> {
            assertThat(above)
                    .as("what `%s` may use must stand above it; else move rows, or the code that needs the arrow", row)
                    .containsAll(mayUse);
            above.add(row);
        });
    }

    @Test
    void everyPackageUsesOnlyWhatItsRowAllows() {
        TABLE.forEach((row, mayUse) -> {
            ArchRule rule = noClasses()
                    .that(describe("are in " + row, type -> row(type).equals(row)))
                    .should()
                    .dependOnClassesThat(describe(
                            "are in a package of the server that its row does not allow",
                            type -> ofServer(type) && !row(type).equals(row) && !mayUse.contains(row(type))))
                    .because("its row in ARCHITECTURE.md allows only " + mayUse
                            + "; use what is allowed, or change the row and write a page in docs/decisions/");
            rule.check(SERVER);
        });
    }

    @Test
    void purePackagesSeeNoSqlNoGrpcNoClockAndNoRandomness() {
        noClasses()
                .that()
                .resideInAnyPackage(inRoot("name", "error", "json", "path", "event", "engine", "model"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.jooq..", "io.grpc.."))
                .orShould()
                .dependOnClassesThat(describe(
                        "tell time or are random",
                        type -> Set.of(
                                        "java.time.Clock",
                                        "java.time.InstantSource",
                                        "java.util.Random",
                                        "java.util.random.RandomGenerator",
                                        "java.security.SecureRandom")
                                .contains(type.getName())))
                .because("the rules are tested without a database and a clock; hand in what they need as a value")
                .check(SERVER);
    }

    @Test
    void sqlIsWrittenOnlyWhereItBelongs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(inRoot("storage", "log"))
                // FirstStart hands one transaction to two stores.
                .and(describe("are no store or projection", type -> !ofKind(type, "Store", "Projection", "FirstStart")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.jooq..", "java.sql..", "dev.holdfast.storage.schema.."))
                .because("SQL is in `storage`, `log`, and classes named …Store or …Projection; ask one of them")
                .check(SERVER);
    }

    @Test
    void providersAreSpokenToInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages(inRoot("provider"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("com.openai..", "com.anthropic..", "com.fasterxml.jackson.databind.."))
                .because(
                        "models are asked through `model`'s types; what a provider's SDK is needed for belongs into `provider`")
                .check(SERVER);
    }

    @Test
    void generatedMessagesStayAtTheEdgesOfAFeature() {
        noClasses()
                .that()
                .resideOutsideOfPackages(inRoot("log", "rpc", "edge", "dialect"))
                .and(describe("speak no messages", type -> !ofKind(type, "Service", "Messages", "Requests")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.holdfast.v1..", "dev.holdfast.rest.."))
                .because("inside, the domain's own types are spoken; parse and print in …Requests and …Messages")
                .check(SERVER);
    }

    @Test
    void streamsAreSentThroughStreamAndReadThroughUpload() {
        noClasses()
                .that(describe(
                        "are outside rpc", type -> ofServer(type) && !row(type).equals("rpc")))
                .should()
                .dependOnClassesThat(describe(
                        "are observers of streams", type -> type.isAssignableTo("io.grpc.stub.CallStreamObserver")))
                .orShould(new SendOnlyByStream())
                .because("an observer queues what its caller does not take: send through rpc's Stream or HttpReply,"
                        + " and read a stream of requests through rpc's Upload")
                .check(SERVER);
    }

    /** What a class violates that answers an RPC that streams by gRPC's own observer, or reads one. */
    private static final class SendOnlyByStream extends ArchCondition<JavaClass> {

        SendOnlyByStream() {
            super("answer a stream by itself, or observe one");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean observes = type.isAssignableTo("io.grpc.stub.StreamObserver");
            events.add(new SimpleConditionEvent(type, observes, type.getName() + " is an observer"));
            Set<String> streaming = streamingMethods(type);
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isEquivalentTo(StreamObserver.class))
                    .filter(call -> streaming.contains(call.getOrigin().getName()))
                    .forEach(call -> events.add(new SimpleConditionEvent(type, true, call.getDescription())));
        }

        /** The methods of a service that stream by its proto. */
        private static Set<String> streamingMethods(JavaClass type) {
            return type.getAllRawSuperclasses().stream()
                    .filter(parent -> parent.getSimpleName().endsWith("ImplBase"))
                    .flatMap(parent -> parent.getEnclosingClass().stream())
                    .flatMap(grpc -> descriptor(grpc).getMethods().stream())
                    .filter(method -> method.getType() != MethodType.UNARY)
                    .map(method -> String.valueOf(method.getBareMethodName()))
                    .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
                    .collect(Collectors.toSet());
        }

        private static ServiceDescriptor descriptor(JavaClass grpc) {
            try {
                return (ServiceDescriptor) Class.forName(grpc.getName())
                        .getMethod("getServiceDescriptor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(grpc.getName() + " is not as gRPC's generator makes it", e);
            }
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that(describe("are of the server", ArchitectureTest::ofServer))
                .should(new HavePackageMark())
                .because("each package-info.java says @NullMarked, so that NullAway looks at the package")
                .check(SERVER);
    }

    private static final class HavePackageMark extends ArchCondition<JavaClass> {

        HavePackageMark() {
            super("be in a package that is @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().tryGetPackageInfo().isPresent()
                    && type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
            events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
        }
    }

    /** Whether the class, or the one that it is nested in, has a name that ends so. */
    private static boolean ofKind(JavaClass type, String... endings) {
        String simple = type.getName().substring(type.getPackageName().length() + 1);
        String outer = simple.contains("$") ? simple.substring(0, simple.indexOf('$')) : simple;
        return Arrays.stream(endings).anyMatch(outer::endsWith);
    }

    private static boolean ofServer(JavaClass type) {
        String name = type.getPackageName();
        return (name.equals(ROOT) || name.startsWith(ROOT + "."))
                && !name.startsWith(ROOT + ".v1")
                && !name.startsWith(ROOT + ".rest")
                && !name.startsWith(ROOT + ".storage.schema");
    }

    /** The row that a class belongs to: its package, or the root's one row. */
    private static String row(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "Holdfast" : name.substring(ROOT.length() + 1);
    }

    private static String[] inRoot(String... packages) {
        return Arrays.stream(packages).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> describe(String text, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(text, test);
    }

    private static Map<String, List<String>> readTable() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        boolean inTable = false;
        for (String line : lines(Path.of("..", "ARCHITECTURE.md"))) {
            if (line.startsWith("| package | is | may use |")) {
                inTable = true;
            } else if (inTable && !line.startsWith("|")) {
                break;
            } else if (inTable && !line.startsWith("|---")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                table.put(cells.get(1), mayUse(cells.get(3), table));
            }
        }
        return table;
    }

    private static List<String> mayUse(String cell, Map<String, List<String>> above) {
        if (cell.equals(EVERYTHING)) {
            return List.copyOf(above.keySet());
        }
        return cell.equals("–") ? List.of() : List.of(cell.split(", "));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException("The table of packages stands in " + file, e);
        }
    }
}

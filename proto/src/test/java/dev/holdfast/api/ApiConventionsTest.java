package dev.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule.PatternCase;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import dev.holdfast.api.Commented.Kind;
import dev.holdfast.v1.Access;
import dev.holdfast.v1.AccessOuterClass;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every element of the API has, whoever adds it. */
final class ApiConventionsTest {

    private static final Pattern NEED = Pattern.compile("(Required|Optional|Output only)\\. .*", Pattern.DOTALL);
    private static final Set<Kind> NAMED_FIRST = EnumSet.of(Kind.SERVICE, Kind.RPC, Kind.MESSAGE, Kind.ENUM);
    private static final Set<Kind> WITH_NEED = EnumSet.of(Kind.FIELD, Kind.ONEOF);

    @Test
    void everyRpcSaysWhatItsCallerNeeds() {
        assertThat(rpcs().filter(rpc ->
                        rpc.getOptions().getExtension(AccessOuterClass.access) == Access.ACCESS_UNSPECIFIED))
                .as("RPCs without option (holdfast.v1.access): nobody may call them")
                .extracting(MethodDescriptorProto::getName)
                .isEmpty();
    }

    @Test
    void everyRpcHasAnHttpPath() {
        assertThat(rpcs().filter(rpc ->
                        rpc.getOptions().getExtension(AnnotationsProto.http).getPatternCase()
                                == PatternCase.PATTERN_NOT_SET))
                .as("RPCs without option (google.api.http): no HTTP client can reach them")
                .extracting(MethodDescriptorProto::getName)
                .isEmpty();
    }

    @Test
    void everythingIsCommented() {
        assertThat(elements(element -> element.comment().isEmpty()))
                .as("Elements without a comment of their own right above them")
                .isEmpty();
    }

    @Test
    void aCommentBeginsWithTheName() {
        assertThat(elements(element -> NAMED_FIRST.contains(element.kind())
                        && !element.comment().startsWith(element.name() + " ")))
                .as("Services, RPCs, messages and enums whose comment does not begin with their name")
                .isEmpty();
    }

    @Test
    void aFieldSaysFirstWhetherItIsNeeded() {
        assertThat(elements(element -> WITH_NEED.contains(element.kind())
                        && !NEED.matcher(element.comment()).matches()))
                .as("Fields and oneofs whose comment does not begin with Required, Optional or Output only")
                .isEmpty();
    }

    @Test
    void noOtherCommentBeginsLikeAField() {
        assertThat(elements(element -> !WITH_NEED.contains(element.kind())
                        && NEED.matcher(element.comment()).matches()))
                .as("Required, Optional and Output only are said of fields and oneofs, not of what they hold")
                .isEmpty();
    }

    @Test
    void requestsTakeAndResponsesGive() {
        assertThat(elements(element -> WITH_NEED.contains(element.kind()) && contradictsItsMessage(element)))
                .as("Fields of a request that are Output only, or of a response that are not")
                .isEmpty();
    }

    private static boolean contradictsItsMessage(Commented field) {
        boolean given = field.comment().startsWith("Output only.");
        return field.within().endsWith("Request") && given || field.within().endsWith("Response") && !given;
    }

    private static List<Commented> elements(Predicate<Commented> offending) {
        return Api.files().stream()
                .flatMap(file -> Commented.in(file).stream())
                .filter(offending)
                .toList();
    }

    private static Stream<MethodDescriptorProto> rpcs() {
        return Api.files().stream()
                .flatMap(file -> file.getServiceList().stream())
                .flatMap(service -> service.getMethodList().stream());
    }
}

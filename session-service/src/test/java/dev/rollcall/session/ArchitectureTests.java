package dev.rollcall.session;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.rollcall.session", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule packagesHaveNoCycles = slices().matching("dev.rollcall.session.(*)..").should().beFreeOfCycles();

	@ArchTest
	final ArchRule nothingKnowsTheEndpoints = noClasses().that()
		.resideOutsideOfPackage("..web")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.rollcall.session.session.web");

	@ArchTest
	final ArchRule domainKnowsNoFramework = noClasses().that(describe("are domain types", ArchitectureTests::isDomain))
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "reactor..", "org.apache.kafka..", "org.apache.avro..",
				"dev.rollcall.event..", "com.mongodb..", "org.bson..");

	@ArchTest
	final ArchRule otherServicesAreNotImported = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.rollcall.registration..", "dev.rollcall.notification..", "dev.rollcall.gateway..");

	@ArchTest
	final ArchRule onlyTheEncoderAndConsumersKnowEvents = noClasses().that()
		.haveSimpleNameNotEndingWith("Encoder")
		.and()
		.haveSimpleNameNotEndingWith("Envelope")
		.and()
		.haveSimpleNameNotEndingWith("Part")
		.and()
		.haveSimpleNameNotEndingWith("Reaction")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.rollcall.event..");

	private static boolean isDomain(JavaClass type) {
		return switch (type.getSimpleName()) {
			case "Account", "SealedCredential", "Session", "SessionId", "SessionEvent", "UserSessions", "Change",
					"Decision", "EndReason", "RefreshToken", "Rotation" ->
				true;
			default -> false;
		};
	}

}

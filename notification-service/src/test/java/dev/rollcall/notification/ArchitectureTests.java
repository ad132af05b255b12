package dev.rollcall.notification;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.rollcall.notification", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule packagesDependOneWay = slices().matching("dev.rollcall.notification.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule noOtherServiceIsKnown = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.rollcall.registration..", "dev.rollcall.session..", "dev.rollcall.gateway..",
				"dev.rollcall.outbox..");

	@ArchTest
	final ArchRule domainIsFreeOfTechnology = noClasses().that()
		.areRecords()
		.and()
		.haveSimpleNameNotEndingWith("Properties")
		.and()
		.haveSimpleNameNotEndingWith("Settings")
		.and()
		.haveSimpleNameNotEndingWith("Limits")
		.and()
		.doNotHaveSimpleName("BackOff")
		.and()
		.doNotHaveSimpleName("Problem")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "org.apache.kafka..", "org.apache.avro..", "org.bson..",
				"com.mongodb..", "dev.rollcall.event..", "jakarta.mail..");

	@ArchTest
	final ArchRule eventTypesAreKnownInFewPlaces = noClasses().that()
		.haveNameNotMatching(".*\\.(DeliveriesEffect|RecipientProjection|Contacts)(\\$.*)?")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.rollcall.event..", "dev.rollcall.projection..");

	@ArchTest
	final ArchRule whatSpringCallsIsNotPublic = classes().that()
		.haveSimpleNameEndingWith("Configuration")
		.or()
		.haveSimpleNameEndingWith("Controller")
		.or()
		.haveSimpleNameEndingWith("Filter")
		.or()
		.haveSimpleNameEndingWith("Application")
		.should()
		.notBePublic();

}

package dev.rollcall.outbox;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * Assigns a slice of each top-level class and its nested classes.
 */
final class TopLevelClasses implements SliceAssignment {

	@Override
	public SliceIdentifier getIdentifierOf(JavaClass type) {
		return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
	}

	@Override
	public String getDescription() {
		return "top-level classes";
	}

}

package dev.rollcall.local.demo;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTests {

	@ParameterizedTest
	@CsvSource({ "mongodb://127.0.0.1:27018/session?retryWrites=false, session", "mongodb://db/rollcall, rollcall",
			"mongodb://db, test" })
	void databaseIsThatOfTheConnectionString(String uri, String database) {
		assertThat(Demo.database(uri)).isEqualTo(database);
	}

}

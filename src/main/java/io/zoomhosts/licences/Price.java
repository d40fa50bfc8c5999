package io.zoomhosts.licences;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a licence costs.
 *
 * @param account the account; null for all others
 * @param licence Zoom's {@code type}
 * @param perYear price of one licence for a year
 * @param currency such as {@code EUR}
 * @param renewal when the contract can be reduced
 */
public record Price(String account, int licence, BigDecimal perYear, String currency, LocalDate renewal) {}

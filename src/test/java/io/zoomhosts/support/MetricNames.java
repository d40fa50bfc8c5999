package io.zoomhosts.support;

import java.util.Set;

/** Prometheus names of the service's own metrics: those it exports, which alerts and dashboard may use. */
public final class MetricNames {

    public static final Set<String> ALL = Set.of(
            "zoom_hosts_account_files_unusable",
            "zoom_hosts_newest_complete_run_age_seconds",
            "zoom_hosts_overdue_seconds",
            "zoom_hosts_published_total",
            "zoom_hosts_rate_limit_wait_seconds_total",
            "zoom_hosts_requests_remaining",
            "zoom_hosts_requests_total",
            "zoom_hosts_routes_rejected",
            "zoom_hosts_rows_filtered_total",
            "zoom_hosts_rows_rejected_total",
            "zoom_hosts_window_duration_seconds_bucket",
            "zoom_hosts_window_duration_seconds_count",
            "zoom_hosts_window_duration_seconds_max",
            "zoom_hosts_window_duration_seconds_sum",
            "zoom_hosts_window_pages_count",
            "zoom_hosts_window_pages_max",
            "zoom_hosts_window_pages_sum",
            "zoom_hosts_windows_total");

    private MetricNames() {}
}

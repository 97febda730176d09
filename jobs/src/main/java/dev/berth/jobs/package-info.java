/// jobs.
@NullMarked
package dev.berth.jobs;

import org.jspecify.annotations.NullMarked;

package dev.peregrine.latency.model;

import com.microsoft.ml.lightgbm.PredictionType;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;

/**
 * Predictions by LightGBM's own functions: lightgbm4j's {@code predictForMat} makes room for one
 * value a row, and with several classes writes beyond it.
 */
public final class NativeLightGbm implements AutoCloseable {
    private final SWIGTYPE_p_p_void handle = lightgbmlib.new_voidpp();

    /** Loads a text model. */
    public NativeLightGbm(String model) {
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        check(lightgbmlib.LGBM_BoosterLoadModelFromString(model, iterations, handle));
    }

    /**
     * Values of all rows, one after the other, {@code perRow} for each.
     *
     * @param values the rows, one after the other
     * @param columns of each row
     */
    public double[] predict(double[] values, int columns, PredictionType type, int perRow) {
        int rows = values.length / columns;
        SWIGTYPE_p_double cells = lightgbmlib.new_doubleArray(values.length);
        for (int i = 0; i < values.length; i++) {
            lightgbmlib.doubleArray_setitem(cells, i, values[i]);
        }
        double[] predictions = new double[rows * perRow];
        SWIGTYPE_p_double out = lightgbmlib.new_doubleArray(predictions.length);
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        SWIGTYPE_p_void matrix = lightgbmlib.double_to_voidp_ptr(cells);
        check(
                lightgbmlib.LGBM_BoosterPredictForMat(
                        lightgbmlib.voidpp_value(handle),
                        matrix,
                        lightgbmlibConstants.C_API_DTYPE_FLOAT64,
                        rows,
                        columns,
                        1,
                        type.getType(),
                        0,
                        -1,
                        "num_threads=1",
                        length,
                        out));
        if (lightgbmlib.int64_tp_value(length) != predictions.length) {
            throw new IllegalStateException("not " + perRow + " values a row");
        }
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = lightgbmlib.doubleArray_getitem(out, i);
        }
        lightgbmlib.delete_doubleArray(cells);
        lightgbmlib.delete_doubleArray(out);
        lightgbmlib.delete_int64_tp(length);
        return predictions;
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
        }
    }

    @Override
    public void close() {
        lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(handle));
        lightgbmlib.delete_voidpp(handle);
    }
}

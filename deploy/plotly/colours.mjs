// The colours that figures are written in (hexadecimal, names, rgb(), hsl()), instead of every colour space there is.
import { modeHsl, modeLrgb, modeRgb, useMode } from "culori/fn";

useMode(modeRgb);
useMode(modeHsl);
useMode(modeLrgb);

export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";

// The house rules for the page's JavaScript.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/vendor/", ".venv/", "out/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["web/handoff_web/static/**/*.js", "tests/web/page/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-console": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
      "max-lines": ["error", 450],
      complexity: ["error", 16],
    },
  },
  {
    files: ["tests/web/page/**/*.js"],
    languageOptions: { globals: globals.node },
  },
];

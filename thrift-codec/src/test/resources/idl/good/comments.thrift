# unix comment
// line comment /* not open
/* block
   comment * / ** */
/**/ /***/ /****/
/** The doc
 *  of a struct.
 *
 * Second paragraph.
 */
struct Documented {
  /** first field */
  1: i32 a // trailing
  /* plain */ 2: i32 b # trailing
  /**
   * Third
   *   indented
   */
  3: i32 c
}
/** Service doc */
service Comments {
  /** Method doc */
  Documented get(/** argument doc */ 1: i32 a),
  /** Other
      without stars */
  void put()
}
/* last, without a line end: */ // x
/**
 * Several
 *   lines, the second indented
 *
 * and a blank one.
 */
service S {
  /** one line */
  void a()
  /**
   Without stars
     and more
   */
  void b()
  /** first
   * second */
  void c()
  /***/
  void d()
  /*****/
  void e()
  /** a */ /** b */
  void f()
  /** ** stars ** */
  void g()
}
